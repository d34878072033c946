#include <charconv>
#include <stdexcept>

#include "core/encoding.hpp"
#include "platform/database.hpp"

namespace palmkey::platform {

std::int64_t SqlRow::int64(std::size_t column) const {
  const std::string& digits = text(column);
  // PostgreSQL writes the outcome of a comparison as t or f.
  if (digits == "t") return 1;
  if (digits == "f") return 0;
  std::int64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stopped, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc() || stopped != end) {
    throw std::logic_error("column " + std::to_string(column) + " holds no integer");
  }
  return value;
}

const std::string& SqlRow::text(std::size_t column) const {
  const auto& value = columns_.at(column);
  if (!value) throw std::logic_error("column " + std::to_string(column) + " is NULL");
  return *value;
}

core::Bytes SqlRow::bytes(std::size_t column) const {
  auto decoded = core::from_base64(text(column));
  if (!decoded) throw std::logic_error("column " + std::to_string(column) + " holds no bytes");
  return *std::move(decoded);
}

std::optional<std::int64_t> SqlRow::optional_int64(std::size_t column) const {
  if (is_null(column)) return std::nullopt;
  return int64(column);
}

std::optional<core::Bytes> SqlRow::optional_bytes(std::size_t column) const {
  if (is_null(column)) return std::nullopt;
  return bytes(column);
}

std::optional<SqlRow> Transaction::only_row(SqlRows rows) {
  if (rows.size() > 1) throw std::logic_error("a query for one row found more");
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

}  // namespace palmkey::platform
