#include "core/intent.hpp"

#include "core/cms/signed_attributes.hpp"
#include "core/encoding.hpp"
#include "core/intent_seal.hpp"
#include "core/pkcs10.hpp"
#include "core/text_intent.hpp"

namespace palmkey::core {
namespace {

constexpr std::size_t max_one_line = 200;

// Cuts at a character's end.
std::string shortened(std::string text) {
  if (text.size() <= max_one_line) return text;
  std::size_t size = max_one_line;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
  text.resize(size);
  return text;
}

Result<IntentSummary> check_request(ByteView intent, const sm2::Point& public_key) {
  const auto info = decode_request_info(intent);
  if (!info || !(info->public_key == public_key)) return Error::intent_refused;
  return IntentSummary{{{"type", "csr"}, {"subject", info->subject.text()}}, "csr"};
}

Result<IntentSummary> check_attributes(ByteView intent) {
  PALMKEY_TRY(attributes, read_signed_attributes(intent));
  const std::string digest = to_hex(attributes.message_digest);
  return IntentSummary{{{"type", "cms"},
                        {"message-digest", digest},
                        {"signing-certificate", to_hex(attributes.certificate_digest)}},
                       "cms " + digest};
}

Result<IntentSummary> check_seal(ByteView intent) {
  PALMKEY_TRY(statement, read_seal_statement(intent));
  const std::string digest = to_hex(statement.data_digest);
  return IntentSummary{{{"type", "seal"},
                        {"seal-name", statement.seal_name},
                        {"seal-id", statement.seal_id},
                        {"property", statement.property},
                        {"data-digest", digest}},
                       "seal " + digest};
}

Result<IntentSummary> check_text(ByteView bytes) {
  PALMKEY_TRY(intent, TextIntent::parse(as_text(bytes)));
  IntentSummary summary{{{"type", intent.type()}}, shortened(intent.summary())};
  summary.lines.insert(summary.lines.end(), intent.fields().begin(), intent.fields().end());
  return summary;
}

}  // namespace

Result<IntentSummary> check_intent(IntentKind kind, ByteView intent, const sm2::Point& public_key) {
  switch (kind) {
    case IntentKind::csr:
      return check_request(intent, public_key);
    case IntentKind::cms:
      return check_attributes(intent);
    case IntentKind::seal:
      return check_seal(intent);
    case IntentKind::text:
      return check_text(intent);
  }
  return Error::intent_refused;
}

}  // namespace palmkey::core
