#include "bench/benchmark.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace palmkey::bench {
namespace {

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double seconds_of(const Side& side, long calls) {
  const double start = processor_seconds();
  for (long i = 0; i < calls; ++i) side.call();
  return processor_seconds() - start;
}

// As many calls as fill a round; finding it out warms up caches too.
long calls_for(const Side& side, double round_seconds) {
  for (long calls = 1;; calls *= 2) {
    const double seconds = seconds_of(side, calls);
    if (seconds >= round_seconds / 4)
      return std::max(1L, static_cast<long>(static_cast<double>(calls) * round_seconds / seconds));
  }
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

Measurement measure(const Benchmark& benchmark, const Effort& effort) {
  const Contest contest = benchmark.prepare();
  const long our_calls = calls_for(contest.ours, effort.round_seconds);
  const long peer_calls = calls_for(contest.peer, effort.round_seconds);
  std::vector<double> ours;
  std::vector<double> peers;
  for (int round = 0; round < effort.rounds; ++round) {
    ours.push_back(contest.ours.work * static_cast<double>(our_calls) / seconds_of(contest.ours, our_calls));
    peers.push_back(contest.peer.work * static_cast<double>(peer_calls) /
                    seconds_of(contest.peer, peer_calls));
  }
  return {benchmark.name, median(ours), contest.peer.name, median(peers)};
}

void require(bool done, std::string_view step) {
  if (done) return;
  std::fprintf(stderr, "palmkey-bench: failed: %.*s\n", static_cast<int>(step.size()), step.data());
  std::exit(1);
}

}  // namespace palmkey::bench
