// The canonical text of all that an officer sees of an order, and the digest of it that decisions name.
//
// Form, UTF-8, every line `name: value` ended by LF, in this order:
//   PalmKey application 1                                     (the first line, no value)
//   order, submission, service, service-name, business
//   follows: serial number of the signing certificate that it is about, or empty
//   months, fee-fen, profile, paper-required (yes or no)
//   applicant.name, .document-kind, .document-number, .country, .province, .city, .phone, .sex, .birth
//   handler.name, .document-kind, .document-number, .address, .phone, .email
//   subject: the certificates' subject (RFC 4514)
//   public-key: 130 hexadecimal digits; of the request, or of the key to be unlocked
//   seal: SM3 of the name seal's picture, hexadecimal
//   agreement: ID VERSION DIGEST TIME        one line each, in the catalogue's order
//   attachment: KIND MEDIA-TYPE SIZE DIGEST  one line each, ordered by kind
// Values are as in the API (codes, names of places); none holds a line end. The digest is SM3 over the whole
// text. Payment, receipt of the paper and the other officer's decision are not part of it: both officers sign
// the same digest.
#pragma once

#include <string>
#include <vector>

#include "front/catalogue/catalogue.hpp"
#include "front/context.hpp"
#include "front/orders/types.hpp"

namespace palmkey::front::desk {

struct ApplicationText {
  std::string text;
  std::string digest;  // hexadecimal
};

// Pure function.
ApplicationText application_text(const orders::Order& order, const catalogue::Service& service,
                                 const std::string& seal_digest,
                                 const std::vector<orders::AttachmentRecord>& attachments);

// The same with the seal and the attachments that the database holds now.
ApplicationText application_text(platform::Transaction& transaction, const Context& context,
                                 const orders::Order& order);

}  // namespace palmkey::front::desk
