// The sub-commands of `palmkey device`, group by group. Each function does one command.
#pragma once

#include <string>
#include <vector>

#include "apps/palmkey/device/phone.hpp"

namespace palmkey::cli {

// Everything that may be said to a sub-command; each uses its own.
struct DeviceOptions {
  std::string home, ca_file;
  std::string pin_file, new_pin_file;
  std::string link, phone, code;
  std::string order, form, request_id, captcha_id, captcha_text;
  std::string business, certificate;
  std::string kind, file, output, method = "native", text;
  std::string picture, reason, location;
  std::size_t page = 1;
  std::vector<double> rectangle;
  int limit = 20;
  bool yes = false;
  bool accept_agreements = false;
  bool self_service = false;
};

// configuring.cpp
void configure(Phone& phone, const DeviceOptions& options);
void request_code(Phone& phone, const DeviceOptions& options);
void open_session(Phone& phone, const DeviceOptions& options);
void change_number(Phone& phone, const DeviceOptions& options);
void captcha(Phone& phone, const DeviceOptions& options);

// applying.cpp
void apply(Phone& phone, const DeviceOptions& options);
void correct(Phone& phone, const DeviceOptions& options);

// ordering.cpp
void form(Phone& phone, const DeviceOptions& options);
void upload(Phone& phone, const DeviceOptions& options);
void submit(Phone& phone, const DeviceOptions& options);
void pay(Phone& phone, const DeviceOptions& options);
void cancel(Phone& phone, const DeviceOptions& options);
void orders(Phone& phone, const DeviceOptions& options);
void status(Phone& phone, const DeviceOptions& options);

// certificates.cpp
void install(Phone& phone, const DeviceOptions& options);
void certificates(Phone& phone, const DeviceOptions& options);

// decrypting.cpp
void decrypt(Phone& phone, const DeviceOptions& options);

// drilling.cpp
void answer_drill(Phone& phone, const DeviceOptions& options);
void drill(Phone& phone, const DeviceOptions& options);

// signing_in.cpp
void bind(Phone& phone, const DeviceOptions& options);
void sign_in(Phone& phone, const DeviceOptions& options);
void sign_statement(Phone& phone, const DeviceOptions& options);

// revoking.cpp
void revoke(Phone& phone, const DeviceOptions& options);

// signing_file.cpp
void sign_file(Phone& phone, const DeviceOptions& options);

// handover.cpp
void unlock(Phone& phone, const DeviceOptions& options);
void offer_transfer(Phone& phone, const DeviceOptions& options);
void transfer(Phone& phone, const DeviceOptions& options);
void receive_transfer(Phone& phone, const DeviceOptions& options);

// keys.cpp
void change_pin(Phone& phone, const DeviceOptions& options);
void resync(Phone& phone, const DeviceOptions& options);
void freeze(Phone& phone, const DeviceOptions& options);
void unfreeze(Phone& phone, const DeviceOptions& options);
void key_status(Phone& phone, const DeviceOptions& options);
void history(Phone& phone, const DeviceOptions& options);

}  // namespace palmkey::cli
