// Benchmarks of core, each beside a peer that is measured in the same process, in turns.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace palmkey::bench {

// One of the two that are compared. A call does `work` operations, or bytes of a stream.
struct Side {
  std::string name;
  std::function<void()> call;
  double work = 1;
};

struct Contest {
  Side ours;
  Side peer;
};

// `prepare` makes keys, messages and whatever else is not timed; a call that fails ends the program.
struct Benchmark {
  std::string_view name;
  std::function<Contest()> prepare;
};

// What one measurement gave: work a second of both.
struct Measurement {
  std::string_view name;
  double ops = 0;
  std::string peer;
  double peer_ops = 0;
  double ratio() const { return ops / peer_ops; }
};

struct Effort {
  int rounds = 15;              // of both sides in turns; medians are taken
  double round_seconds = 0.03;  // of processor time, for each side
};

// In processor time of this thread, so that what else runs on the machine matters little.
Measurement measure(const Benchmark& benchmark, const Effort& effort);

// Ends the program with a message if a step of a benchmark failed: a wrong result is no result.
void require(bool done, std::string_view step);

// A result's value; ends the program if there is none.
template <class Result>
auto take(Result result, std::string_view step) {
  require(static_cast<bool>(result), step);
  return *std::move(result);
}

// The topics.
std::vector<Benchmark> signature_benchmarks();
std::vector<Benchmark> cosign_benchmarks();
std::vector<Benchmark> encryption_benchmarks();
std::vector<Benchmark> symmetric_benchmarks();

}  // namespace palmkey::bench
