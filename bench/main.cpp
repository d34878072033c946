// palmkey-bench: how fast core is, beside others in the same process. docs/performance.md.
#include <cstdio>
#include <cstring>
#include <iterator>
#include <string_view>

#include "bench/benchmark.hpp"

namespace {

using palmkey::bench::Benchmark;
using palmkey::bench::Measurement;

constexpr const char* usage =
    "Usage: palmkey-bench [--json] [--brief] [--only NAME]...\n"
    "  --json   one JSON array instead of a table\n"
    "  --brief  one short round of each: shows that all run, not how fast\n"
    "  --only   this benchmark; may be given several times\n";

std::vector<Benchmark> all_benchmarks() {
  std::vector<Benchmark> all;
  for (const auto topic : {palmkey::bench::signature_benchmarks, palmkey::bench::cosign_benchmarks,
                           palmkey::bench::encryption_benchmarks, palmkey::bench::symmetric_benchmarks}) {
    auto some = topic();
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

// Names hold nothing that JSON would have to escape.
void print_json(const std::vector<Measurement>& measurements) {
  std::printf("[");
  const char* separator = "\n";
  for (const Measurement& m : measurements) {
    std::printf(R"(%s  {"name": "%.*s", "ops": %.1f, "peer": "%s", "peer_ops": %.1f, "ratio": %.3f})",
                separator, static_cast<int>(m.name.size()), m.name.data(), m.ops, m.peer.c_str(), m.peer_ops,
                m.ratio());
    separator = ",\n";
  }
  std::printf("\n]\n");
}

void print_row(const Measurement& m) {
  std::printf("%-24.*s %14.0f/s   %-20s %14.0f/s   %6.2f\n", static_cast<int>(m.name.size()), m.name.data(),
              m.ops, m.peer.c_str(), m.peer_ops, m.ratio());
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  bool json = false;
  palmkey::bench::Effort effort;
  std::vector<std::string_view> only;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--json") {
      json = true;
    } else if (argument == "--brief") {
      effort = {.rounds = 1, .round_seconds = 0.001};
    } else if (argument == "--only" && i + 1 < argc) {
      only.emplace_back(argv[++i]);
    } else {
      std::fputs(usage, stderr);
      return 2;
    }
  }
  std::vector<Benchmark> wanted;
  const auto all = all_benchmarks();
  if (only.empty()) wanted = all;
  for (const std::string_view name : only) {
    bool found = false;
    for (const Benchmark& benchmark : all) {
      if (benchmark.name != name) continue;
      wanted.push_back(benchmark);
      found = true;
    }
    if (!found) {
      std::fprintf(stderr, "palmkey-bench: no benchmark is called %.*s; there are:\n",
                   static_cast<int>(name.size()), name.data());
      for (const Benchmark& benchmark : all)
        std::fprintf(stderr, "  %.*s\n", static_cast<int>(benchmark.name.size()), benchmark.name.data());
      return 2;
    }
  }
  std::vector<Measurement> measurements;
  for (const Benchmark& benchmark : wanted) {
    measurements.push_back(palmkey::bench::measure(benchmark, effort));
    if (!json) print_row(measurements.back());
  }
  if (json) print_json(measurements);
  return 0;
}
