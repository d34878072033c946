#include "apps/palmkey/device/pin.hpp"

#include <algorithm>
#include <cstdlib>

#include "apps/palmkey/terminal.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"

namespace palmkey::cli {

namespace {

constexpr std::size_t kLargestPinFile = 256;

}  // namespace

core::Secret read_pin(const Output& output, const std::string& file, const char* variable,
                      std::string_view chinese_prompt, std::string_view english_prompt) {
  core::Secret pin;
  if (!file.empty()) {
    const core::Secret content(platform::read_file(file, kLargestPinFile));
    const auto view = content.view();
    pin = core::Secret::copy_of(
        view.first(static_cast<std::size_t>(std::find(view.begin(), view.end(), '\n') - view.begin())));
  } else if (const char* value = std::getenv(variable); value != nullptr) {
    pin = core::Secret::copy_of(core::as_bytes(value));
  } else {
    pin = ask_secret(output.pick(chinese_prompt, english_prompt));
  }
  if (pin.empty()) throw platform::Failure("pin_missing", 400);
  return pin;
}

core::Secret read_current_pin(const Output& output, const std::string& file) {
  return read_pin(output, file, "PALMKEY_PIN", "请输入密码(PIN): ", "PIN: ");
}

core::Secret read_new_pin(const Output& output, const std::string& file) {
  return read_pin(output, file, "PALMKEY_NEW_PIN", "请输入新密码(PIN): ", "New PIN: ");
}

core::Secret read_new_operator_pin(const Output& output, const std::string& file) {
  return read_pin(output, file, "PALMKEY_PIN", "请设置密码(PIN, 6位数字): ", "Choose a PIN of six digits: ");
}

}  // namespace palmkey::cli
