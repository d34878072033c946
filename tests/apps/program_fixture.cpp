#include "tests/apps/program_fixture.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

#include "platform/files.hpp"

namespace palmkey::test {

namespace {

constexpr std::size_t kLargestOutput = 16 * 1024 * 1024;

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (auto& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

std::string text_of(const std::filesystem::path& path) {
  return std::string(core::as_text(platform::read_file(path, kLargestOutput)));
}

}  // namespace

nlohmann::json Ran::json() const {
  const auto end = output.find_last_not_of('\n');
  if (end == std::string::npos) return {};
  const auto begin = output.rfind('\n', end);
  const auto line = output.substr(begin == std::string::npos ? 0 : begin + 1);
  return nlohmann::json::parse(line, nullptr, false);
}

Ran run_palmkey(const std::vector<std::string>& words, const std::vector<std::string>& environment) {
  const platform::TemporaryFolder folder;
  const auto output = folder.path() / "output";
  const auto errors = folder.path() / "errors";
  std::vector<std::string> arguments{PALMKEY_PROGRAM};
  arguments.insert(arguments.end(), words.begin(), words.end());
  std::vector<std::string> variables{"PATH=/usr/bin:/bin", "LANG=en_US.UTF-8"};
  variables.insert(variables.end(), environment.begin(), environment.end());
  auto argv = pointers(arguments);
  auto envp = pointers(variables);

  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) {
    ::setsid();
    const int in = ::open("/dev/null", O_RDONLY);
    const int out = ::open(output.c_str(), O_WRONLY | O_CREAT, 0600);
    const int err = ::open(errors.c_str(), O_WRONLY | O_CREAT, 0600);
    if (::dup2(in, 0) == 0 && ::dup2(out, 1) == 1 && ::dup2(err, 2) == 2)
      ::execve(argv[0], argv.data(), envp.data());
    ::_exit(127);
  }
  int state = 0;
  ::waitpid(child, &state, 0);
  return {WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state), text_of(output), text_of(errors)};
}

}  // namespace palmkey::test
