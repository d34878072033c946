// What a relying party is answered that asks a person for something on the phone: a link to show as QR code.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace palmkey::front {

struct Offer {
  std::string id;
  std::string link;             // what the QR code says
  std::int64_t expires_at = 0;  // Unix seconds
};

// {id, link, qr, expires_at}; `qr` is an image as data URL.
nlohmann::json offer_json(const Offer& offer);

}  // namespace palmkey::front
