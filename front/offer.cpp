#include "front/offer.hpp"

#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "documents/qr_code.hpp"
#include "platform/failure.hpp"

namespace palmkey::front {

nlohmann::json offer_json(const Offer& offer) {
  const std::string svg =
      platform::value_or_throw(documents::qr_svg(offer.link, documents::QrCorrection::low));
  return {{"id", offer.id},
          {"link", offer.link},
          {"qr", "data:image/svg+xml;base64," + core::to_base64(core::as_bytes(svg))},
          {"expires_at", offer.expires_at}};
}

}  // namespace palmkey::front
