// The folder in which a headless phone lives: its keys, its state, its sessions. One process at a time.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "apps/palmkey/output.hpp"
#include "core/device/driver.hpp"

namespace palmkey::cli {

// Files, all 0600 in a folder of 0700: device.key (P-256, PKCS#8), device.secret (32 bytes), state (DER of
// the device's logic), session.json, and others that commands keep. A phone's operating system would hold the
// two keys where nothing can read them; here whoever has the folder has them - but still no PIN.
class Home {
 public:
  // Makes what is missing and waits until no other process uses the folder. std::system_error, Failure.
  explicit Home(const std::filesystem::path& folder);
  ~Home();
  Home(const Home&) = delete;
  Home& operator=(const Home&) = delete;

  core::device::Device& device();
  const core::device::State& state() { return device().state(); }

  // Where sealed messages go. What it throws is thrown again by `finish`.
  using Exchange = std::function<core::Bytes(core::ByteView)>;
  void exchange_through(Exchange exchange);

  // The outcome of an operation, or its failure thrown: what the transport threw, or Failure with the code of
  // the error and, from the vault, tries_left and wait_seconds.
  core::device::Outcome finish(core::device::Finished finished);

  core::Random& random();

  // Small JSON files by name. Reading one that is not there gives null.
  json read(const std::string& name) const;
  void write(const std::string& name, const json& value);
  void remove(const std::string& name);

 private:
  struct Parts;
  std::filesystem::path folder_;
  int lock_ = -1;
  std::unique_ptr<Parts> parts_;
};

}  // namespace palmkey::cli
