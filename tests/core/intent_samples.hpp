// Valid intents of each kind, and the parts to make invalid ones of.
#pragma once

#include <algorithm>

#include "core/der.hpp"
#include "core/encoding.hpp"
#include "core/pkcs10.hpp"
#include "core/text_intent.hpp"

namespace palmkey::core::testing {

inline Bytes text_intent_bytes(std::string_view text = "内容") {
  const auto intent = TextIntent::make(
      "statement",
      {{"origin", "https://ca.example"}, {"text", std::string(text)}, {"time", "2026-03-01T08:00:00Z"}});
  const ByteView bytes = as_bytes(intent->text());
  return {bytes.begin(), bytes.end()};
}

inline Bytes csr_intent(const sm2::Point& public_key) {
  return encode_request_info(*Name::of({{"2.5.4.6", "CN"}, {"2.5.4.3", "张示范"}}), public_key);
}

inline Bytes attribute(std::string_view oid, const std::function<void(der::Writer&)>& value) {
  der::Writer writer;
  writer.sequence([&](der::Writer& w) { w.oid(oid).constructed(der::set, value); });
  return writer.take();
}

inline Bytes content_type_attribute(std::string_view type = "1.2.840.113549.1.7.1") {
  return attribute("1.2.840.113549.1.9.3", [&](der::Writer& w) { w.oid(type); });
}

inline Bytes message_digest_attribute(std::size_t size = 32) {
  return attribute("1.2.840.113549.1.9.4", [&](der::Writer& w) { w.octets(Bytes(size, 0xab)); });
}

inline Bytes signing_certificate_attribute(std::string_view hash = "1.2.156.10197.1.401") {
  return attribute("1.2.840.113549.1.9.16.2.47", [&](der::Writer& w) {
    w.sequence([&](der::Writer& outer) {
      outer.sequence([&](der::Writer& certificates) {
        certificates.sequence([&](der::Writer& certificate) {
          certificate.sequence([&](der::Writer& algorithm) { algorithm.oid(hash); });
          certificate.octets(Bytes(32, 0xcd));
        });
      });
    });
  });
}

inline Bytes signing_time_attribute() {
  return attribute("1.2.840.113549.1.9.5", [](der::Writer& w) { w.time(1'780'000'000); });
}

inline void sort_as_der(std::vector<Bytes>& elements) {
  std::sort(elements.begin(), elements.end(),
            [](const Bytes& a, const Bytes& b) { return to_hex(a) < to_hex(b); });
}

inline Bytes attribute_set(std::vector<Bytes> attributes, bool sorted = true) {
  if (sorted) sort_as_der(attributes);
  der::Writer writer;
  writer.constructed(der::set, [&](der::Writer& w) {
    for (const Bytes& one : attributes) w.raw(one);
  });
  return writer.take();
}

inline Bytes cms_intent() {
  return attribute_set(
      {content_type_attribute(), message_digest_attribute(), signing_certificate_attribute()});
}

inline Bytes seal_intent(std::uint64_t version = 4, std::size_t digest_size = 32) {
  const auto ia5 = [](der::Writer& w, std::string_view text) { w.element(der::ia5_string, as_bytes(text)); };
  der::Writer writer;
  writer.sequence([&](der::Writer& tbs) {
    tbs.small_integer(version);
    tbs.sequence([&](der::Writer& seal) {
      seal.sequence([&](der::Writer& info) {
        info.sequence([&](der::Writer& header) {
          ia5(header, "ES");
          header.small_integer(4);
          ia5(header, "PalmKey");
        });
        ia5(info, "seal-1");
        info.sequence([&](der::Writer& property) {
          property.small_integer(1).utf8("示范单位专用章").small_integer(1);
          property.sequence([](der::Writer& list) { list.octets(Bytes(20, 1)); });
          property.generalized_time(1'770'000'000);
          property.generalized_time(1'770'000'000);
          property.generalized_time(1'790'000'000);
        });
        info.sequence([&](der::Writer& picture) {
          ia5(picture, "PNG");
          picture.octets(Bytes(30, 2)).small_integer(40).small_integer(40);
        });
      });
      seal.octets(Bytes(20, 1)).oid("1.2.156.10197.1.501").bits(Bytes(70, 3));
    });
    tbs.generalized_time(1'780'000'000);
    tbs.bits(Bytes(digest_size, 0xef));
    ia5(tbs, "/Doc_0/Signs/Sign_0/Signature.xml");
  });
  return writer.take();
}

}  // namespace palmkey::core::testing
