#include "apps/phone/message.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "core/secret.hpp"
#include "core/utf8.hpp"

namespace palmkey::phone {

namespace {

using core::ByteView;

constexpr std::size_t kLengthSize = 4;
constexpr double kLargestCount = 9007199254740992.0;  // 2^53: up to there doubles are exact

static_assert(std::endian::native == std::endian::little, "lengths and numbers are copied as they are");

}  // namespace

ByteView MessageReader::view() {
  std::uint32_t length = 0;
  if (rest_.size() < kLengthSize) {
    malformed_ = true;
    return {};
  }
  std::copy_n(rest_.begin(), kLengthSize, reinterpret_cast<std::uint8_t*>(&length));
  rest_ = rest_.subspan(kLengthSize);
  if (length > rest_.size()) {
    malformed_ = true;
    rest_ = {};
    return {};
  }
  const ByteView field = rest_.first(length);
  rest_ = rest_.subspan(length);
  return field;
}

core::Bytes MessageReader::bytes() {
  const ByteView field = view();
  return {field.begin(), field.end()};
}

std::string MessageReader::text() {
  const ByteView field = view();
  if (!core::is_utf8(field)) {
    malformed_ = true;
    return {};
  }
  return std::string(core::as_text(field));
}

double MessageReader::number() {
  const ByteView field = view();
  double value = 0;
  if (field.size() != sizeof value) {
    malformed_ = true;
    return 0;
  }
  std::copy(field.begin(), field.end(), reinterpret_cast<std::uint8_t*>(&value));
  return value;
}

std::uint64_t MessageReader::count() {
  const double value = number();
  if (!(value >= 0) || value > kLargestCount || value != std::floor(value)) {
    malformed_ = true;
    return 0;
  }
  return static_cast<std::uint64_t>(value);
}

std::int64_t MessageReader::time() {
  return static_cast<std::int64_t>(count());
}

bool MessageReader::flag() {
  const std::uint64_t value = count();
  if (value > 1) malformed_ = true;
  return value == 1;
}

core::splitkey::Identifier MessageReader::identifier() {
  core::splitkey::Identifier identifier{};
  const ByteView field = view();
  if (field.size() == identifier.size()) {
    std::copy(field.begin(), field.end(), identifier.begin());
  } else {
    malformed_ = true;
  }
  return identifier;
}

MessageReader MessageReader::list() {
  return MessageReader(view());
}

std::vector<std::string> MessageReader::texts() {
  std::vector<std::string> all;
  MessageReader in = list();
  while (!in.at_end()) all.push_back(in.text());
  malformed_ = malformed_ || in.malformed_;
  return all;
}

std::vector<std::pair<std::string, std::string>> MessageReader::pairs() {
  std::vector<std::pair<std::string, std::string>> all;
  MessageReader in = list();
  while (!in.at_end()) {
    std::string name = in.text();
    all.emplace_back(std::move(name), in.text());
  }
  malformed_ = malformed_ || in.malformed_;
  return all;
}

std::vector<core::Bytes> MessageReader::blobs() {
  std::vector<core::Bytes> all;
  while (!at_end()) all.push_back(bytes());
  return all;
}

core::Result<void> MessageReader::finish() const {
  if (malformed_ || !rest_.empty()) return core::Error::malformed;
  return {};
}

MessageWriter::~MessageWriter() {
  if (!message_.empty()) core::wipe(message_.data(), message_.size());
}

MessageWriter& MessageWriter::bytes(ByteView field) {
  const std::size_t needed = message_.size() + kLengthSize + field.size();
  if (needed > message_.capacity()) {
    // By hand, as a vector that grows leaves what it held where it was.
    core::Bytes larger;
    larger.reserve(std::max(needed, 2 * message_.capacity()));
    larger.assign(message_.begin(), message_.end());
    if (!message_.empty()) core::wipe(message_.data(), message_.size());
    message_ = std::move(larger);
  }
  const auto length = static_cast<std::uint32_t>(field.size());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(&length);
  message_.insert(message_.end(), bytes, bytes + kLengthSize);
  message_.insert(message_.end(), field.begin(), field.end());
  return *this;
}

MessageWriter& MessageWriter::number(double field) {
  const auto* first = reinterpret_cast<const std::uint8_t*>(&field);
  return bytes({first, sizeof field});
}

}  // namespace palmkey::phone
