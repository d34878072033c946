#include "vault/issuing/approved_application.hpp"

#include <array>

#include "core/encoding.hpp"
#include "pki/identity_extension.hpp"
#include "platform/failure.hpp"
#include "vault/calendar.hpp"

namespace palmkey::vault {
namespace {

using platform::Failure;
namespace attribute = core::attribute_type;

constexpr std::array terms{12, 24, 36, 48, 60};

constexpr std::array<std::pair<std::string_view, IssuingBusiness>, 4> businesses{{
    {"new", IssuingBusiness::new_certificate},
    {"renewal", IssuingBusiness::renewal},
    {"change", IssuingBusiness::change},
    {"replacement", IssuingBusiness::replacement},
}};

// Which name attribute each field becomes, in the order of the certificate.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> subject_fields{{
    {"subject-country", attribute::country},
    {"subject-province", attribute::state_or_province},
    {"subject-locality", attribute::locality},
    {"subject-organization", attribute::organization},
    {"subject-unit", attribute::organizational_unit},
    {"subject-name", attribute::common_name},
}};

core::Name subject_of(const core::TextIntent& approve) {
  core::Name subject;
  for (const auto& [field, type] : subject_fields) {
    const auto value = approve.field(field);
    if (!value.empty() && !subject.add(type, value))
      throw Failure("subject_invalid", 422, std::string(field));
  }
  if (!subject.find(attribute::common_name)) throw Failure("subject_invalid", 422, "subject-name");
  return subject;
}

IssuingBusiness business_of(std::string_view name) {
  for (const auto& [known, business] : businesses) {
    if (name == known) return business;
  }
  throw Failure("business_unknown", 422, "business");
}

bool is_with_new_term(IssuingBusiness business) {
  return business == IssuingBusiness::new_certificate || business == IssuingBusiness::renewal;
}

int months_of(std::string_view text, IssuingBusiness business) {
  if (!is_with_new_term(business)) {
    if (text == "0") return 0;
    throw Failure("months_invalid", 422, "months");
  }
  for (const int term : terms) {
    if (text == std::to_string(term)) return term;
  }
  throw Failure("months_invalid", 422, "months");
}

core::sm2::Point public_key_of(std::string_view hex) {
  const auto encoded = core::from_hex(hex);
  // One key has one form: lower case.
  if (!encoded || core::to_hex(*encoded) != hex) throw Failure("public_key_invalid", 422, "public-key");
  const auto key = core::sm2::Point::decode(*encoded);
  if (!key) throw Failure("public_key_invalid", 422, "public-key");
  return *key;
}

// GM/T 0015 knows three kinds of documents; a certificate of a holder of another one names none.
std::optional<pki::IdentityDocument> identity_document_of(std::string_view document_type) {
  if (document_type == "resident_id") return pki::IdentityDocument::resident_card;
  if (document_type == "passport") return pki::IdentityDocument::passport;
  return std::nullopt;
}

pki::IdentityForm form_of(IdentityStyle style) {
  switch (style) {
    case IdentityStyle::clear:
      return pki::IdentityForm::clear_explicit;
    case IdentityStyle::salted_hash:
      return pki::IdentityForm::hashed;
    case IdentityStyle::none:
      break;
  }
  return pki::IdentityForm::none;
}

}  // namespace

std::string_view name_of(IssuingBusiness business) {
  return businesses[static_cast<std::size_t>(business)].first;
}

ApprovedApplication read_approved_application(const core::TextIntent& approve,
                                              const Configuration& configuration) {
  const auto business = business_of(approve.field("business"));
  ApprovedApplication application{.order_number = std::string(approve.field("order")),
                                  .business = business,
                                  .follows = std::string(approve.field("follows")),
                                  .profile = configuration.find_profile(approve.field("profile")),
                                  .subject = subject_of(approve),
                                  .document_type = std::string(approve.field("document-type")),
                                  .document_number = std::string(approve.field("document-number")),
                                  .public_key = public_key_of(approve.field("public-key")),
                                  .months = months_of(approve.field("months"), business)};
  if (application.follows.empty() != (business == IssuingBusiness::new_certificate))
    throw Failure("follows_invalid", 422, "follows");
  if (application.order_number.empty()) throw Failure("order_number_invalid", 422, "order");
  if (!application.profile) throw Failure("profile_unknown", 422, "profile");
  if (application.document_type.empty() || application.document_number.empty()) {
    throw Failure("document_invalid", 422, "document-number");
  }
  return application;
}

core::Digest holder_of(const ApprovedApplication& application, const Authority& authority) {
  core::HmacSm3 mac(authority.holder_key().view());
  const core::ByteArray<1> separator{0};
  mac.update(core::as_bytes("PalmKey holder 1"));
  mac.update(separator);
  mac.update(core::as_bytes(application.document_type));
  mac.update(separator);
  mac.update(core::as_bytes(application.document_number));
  return mac.finish();
}

pki::CertificateContents certificate_contents(const ApprovedApplication& application,
                                              const Authority& authority, const Configuration& configuration,
                                              const core::Bytes& serial, const core::sm2::Point& public_key,
                                              const Term& term) {
  const auto& base = configuration.base_url;
  pki::CertificateContents contents{
      .serial = serial,
      .subject = application.subject,
      .public_key = public_key,
      .not_before = term.not_before,
      .not_after = term.not_after,
      .addresses = {{base + "/crl"}, {base + "/ocsp"}, {base + "/ca/issuing.cer"}},
      .policies = {},
      .extensions = {},
  };
  if (!application.profile->policy.empty()) contents.policies.push_back(application.profile->policy);
  if (const auto document = identity_document_of(application.document_type)) {
    auto extension = platform::value_or_throw(
        pki::identity_extension(form_of(application.profile->identity), *document,
                                application.document_number, authority.identity_key().view()),
        "document-number");
    if (extension) contents.extensions.push_back(*std::move(extension));
  }
  return contents;
}

}  // namespace palmkey::vault
