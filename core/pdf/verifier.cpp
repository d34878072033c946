#include "core/pdf/verifier.hpp"

#include <algorithm>

#include "core/cms/signed_data.hpp"
#include "core/der.hpp"
#include "core/encoding.hpp"
#include "core/pdf/certificate_trust.hpp"
#include "core/pdf/date.hpp"
#include "core/pdf/document.hpp"
#include "core/pdf/form.hpp"

namespace palmkey::core::pdf {
namespace {

constexpr std::size_t max_signatures = 200;  // each takes a reading of the whole file

std::string text_entry(const Document& document, const Dictionary& dictionary, std::string_view name) {
  const auto value = document.value(dictionary, name);
  const auto* text = value ? value->as<String>() : nullptr;
  return text == nullptr ? std::string() : text_of(*text);
}

// The end of the signed bytes, if the range is all up to there but for the Contents, which are written in
// nothing but hexadecimal digits.
std::optional<std::size_t> signed_end(ByteView file, const Dictionary& signature, const String& contents) {
  const Object* entry = signature.find("ByteRange");
  const auto* range = entry == nullptr ? nullptr : entry->as<Array>();
  if (range == nullptr || range->size() != 4) return std::nullopt;
  std::array<std::uint64_t, 4> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto* number = (*range)[i].as<std::int64_t>();
    if (number == nullptr || *number < 0) return std::nullopt;
    numbers[i] = static_cast<std::uint64_t>(*number);
  }
  if (numbers[0] != 0 || numbers[1] != contents.begin || numbers[2] != contents.end) return std::nullopt;
  if (numbers[3] == 0 || numbers[3] > file.size() - contents.end) return std::nullopt;
  const ByteView gap = file.subspan(contents.begin, contents.end - contents.begin);
  if (gap.front() != '<' || gap.size() != contents.bytes.size() * 2 + 2) return std::nullopt;
  return contents.end + static_cast<std::size_t>(numbers[3]);
}

Digest digest_of(ByteView file, const String& contents, std::size_t end) {
  Sm3 hash;
  hash.update(file.first(contents.begin));
  hash.update(file.subspan(contents.end, end - contents.end));
  return hash.finish();
}

// The DER at the beginning of the Contents; behind it only zeros may stand.
Result<ByteView> cms_in(const Bytes& contents) {
  der::Reader reader(contents);
  PALMKEY_TRY(element, reader.any());
  const ByteView padding = reader.rest();
  if (std::any_of(padding.begin(), padding.end(), [](std::uint8_t byte) { return byte != 0; }))
    return Error::malformed;
  return element.whole;
}

const char* problem_of(Error error) {
  switch (error) {
    case Error::unsupported:
      return "algorithm_unsupported";
    case Error::not_found:
      return "certificate_missing";
    case Error::wrong_key_usage:
      return "wrong_key_usage";
    case Error::malformed:
      return "contents_malformed";
    default:
      return "signature_wrong";
  }
}

class Examination {
 public:
  Examination(const Document& document, const Flate& flate, const Trust& trust, const SignatureField& field)
      : document_(document), flate_(flate), trust_(trust), field_(field) {}

  SignatureReport run() {
    const auto place = document_.load_plain(field_.signature);
    const auto* signature = place && *place ? (*place)->object.as<Dictionary>() : nullptr;
    const Object* entry = signature == nullptr ? nullptr : signature->find("Contents");
    const auto* contents = entry == nullptr ? nullptr : entry->as<String>();
    if (contents == nullptr) {
      found("signature_unreadable");
      return std::move(report_);
    }
    read_claims(*signature);
    const auto end = signed_end(document_.file(), *signature, *contents);
    if (!end) {
      found("byte_range_invalid");
    } else {
      report_.intact = is_revision(*end, (*place)->begin);
    }
    examine_cms(*signature, *contents, end);
    return std::move(report_);
  }

 private:
  void found(const char* problem) { report_.problems.emplace_back(problem); }

  void read_claims(const Dictionary& signature) {
    report_.name = text_entry(document_, signature, "Name");
    report_.reason = text_entry(document_, signature, "Reason");
    report_.location = text_entry(document_, signature, "Location");
    report_.time = read_date(text_entry(document_, signature, "M"));
  }

  // The signed part must be a whole PDF of its own that has this signature in the same place; compares it
  // with what came after.
  bool is_revision(std::size_t end, std::size_t begin) {
    const ByteView file = document_.file();
    report_.covers_whole_document = end == file.size();
    const auto revision = Document::open(file.first(end), flate_);
    if (!revision) {
      found("revision_unreadable");
      return false;
    }
    const auto fields = signature_fields(*revision);
    const bool has_field = fields && std::any_of(fields->begin(), fields->end(), [&](const auto& field) {
                             return field.field == field_.field && field.signature == field_.signature;
                           });
    const auto place = revision->load_plain(field_.signature);
    if (!has_field || !place || !*place || (*place)->begin != begin) {
      found("not_in_signed_revision");
      return false;
    }
    if (report_.covers_whole_document) {
      report_.changes_after = Changes::none;
    } else {
      report_.changes_after = changes_after(*revision);
    }
    if (report_.changes_after == Changes::content) found("changed_after");
    return true;
  }

  Changes changes_after(const Document& revision) const {
    // Bytes that no later revision accounts for are no revision.
    if (document_.cross_reference().newest < revision.file().size()) return Changes::content;
    return changes_between(revision, document_);
  }

  void examine_cms(const Dictionary& signature, const String& contents, std::optional<std::size_t> end) {
    const auto refuse = [this](const char* problem) {
      report_.intact = false;
      found(problem);
    };
    const Object* format = signature.find("SubFilter");
    const bool is_pades = format != nullptr && format->is_name("ETSI.CAdES.detached");
    if (!is_pades && (format == nullptr || !format->is_name("adbe.pkcs7.detached")))
      return refuse("format_unsupported");
    const auto cms = cms_in(contents.bytes);
    if (!cms) return refuse("contents_malformed");
    const auto data = read_signed_data(*cms);
    if (!data) return refuse(problem_of(data.error()));
    const Certificate& signer = data->signer();
    report_.subject = signer.subject.text();
    report_.issuer = signer.issuer.text();
    report_.serial = to_hex(signer.serial);
    report_.certificate = signer.der;
    if (end && digest_of(document_.file(), contents, *end) != data->message_digest) refuse("digest_mismatch");
    const auto verified = verify_signed_data(*data);
    report_.signature_valid = verified.has_value();
    if (!verified) found(problem_of(verified.error()));
    if (is_pades && !data->certificate_digest) {
      report_.signature_valid = false;
      found("signing_certificate_missing");
    }
    judge_certificate(*data, trust_, report_);
  }

  const Document& document_;
  const Flate& flate_;
  const Trust& trust_;
  const SignatureField& field_;
  SignatureReport report_;
};

}  // namespace

Result<std::vector<SignatureReport>> verify_signatures(ByteView file, const Flate& flate,
                                                       const Trust& trust) {
  PALMKEY_TRY(document, Document::open(file, flate));
  PALMKEY_TRY(fields, signature_fields(document));
  if (fields.size() > max_signatures) return Error::malformed;
  std::vector<SignatureReport> out;
  out.reserve(fields.size());
  for (const SignatureField& field : fields) out.push_back(Examination(document, flate, trust, field).run());
  return out;
}

}  // namespace palmkey::core::pdf
