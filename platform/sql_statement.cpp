#include "platform/sql_statement.hpp"

#include <soci/soci.h>

#include <memory>
#include <stdexcept>

#include "core/encoding.hpp"
#include "core/utf8.hpp"

namespace palmkey::platform {
namespace {

// A value in the form that SOCI binds; its address must not change while it is bound.
struct Bound {
  long long integer = 0;
  std::string text;
  soci::indicator indicator = soci::i_ok;
  soci::details::exchange_type type = soci::details::x_stdstring;
  void* data() { return type == soci::details::x_long_long ? static_cast<void*>(&integer) : &text; }
};

void check_text(const std::string& text) {
  if (text.find('\0') != std::string::npos || !core::is_utf8(core::as_bytes(text))) {
    throw Failure(core::Error::malformed);
  }
}

std::unique_ptr<Bound> bound_of(const SqlValue& value) {
  auto bound = std::make_unique<Bound>();
  const auto& variant = value.get();
  if (const auto* integer = std::get_if<std::int64_t>(&variant)) {
    bound->integer = *integer;
    bound->type = soci::details::x_long_long;
  } else if (const auto* text = std::get_if<std::string>(&variant)) {
    check_text(*text);
    bound->text = *text;
  } else if (const auto* bytes = std::get_if<core::Bytes>(&variant)) {
    bound->text = core::to_base64(*bytes);
  } else {
    bound->indicator = soci::i_null;
  }
  return bound;
}

template <class T>
struct CleanUp {
  void operator()(T* object) const {
    object->clean_up();
    delete object;
  }
};
template <class T>
using Cleaned = std::unique_ptr<T, CleanUp<T>>;

}  // namespace

std::string with_named_parameters(std::string_view sql, std::size_t count) {
  std::string result;
  std::size_t seen = 0;
  char quote = 0;
  for (const char c : sql) {
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '?') {
      result += ":p" + std::to_string(++seen);
      continue;
    }
    result += c;
  }
  if (seen != count)
    throw std::logic_error("values and question marks differ in number: " + std::string(sql));
  return result;
}

SqlOutcome run_sql(soci::session& session, std::string_view sql, const std::vector<SqlValue>& values) {
  using namespace soci::details;
  const std::string query = with_named_parameters(sql, values.size());
  std::vector<std::unique_ptr<Bound>> bound;
  bound.reserve(values.size());
  for (const SqlValue& value : values) bound.push_back(bound_of(value));

  Cleaned<statement_backend> statement(session.get_backend()->make_statement_backend());
  statement->alloc();
  statement->prepare(query, st_one_time_query);
  std::vector<Cleaned<standard_use_type_backend>> uses;
  int position = 1;
  for (auto& value : bound) {
    uses.emplace_back(statement->make_use_type_backend());
    uses.back()->bind_by_pos(position, value->data(), value->type, true);
  }
  for (std::size_t i = 0; i < uses.size(); ++i) uses[i]->pre_use(&bound[i]->indicator);

  const int columns = statement->prepare_for_describe();
  std::vector<std::string> texts(static_cast<std::size_t>(columns));
  std::vector<Cleaned<standard_into_type_backend>> intos;
  position = 1;
  for (auto& text : texts) {
    intos.emplace_back(statement->make_into_type_backend());
    intos.back()->define_by_pos(position, &text, x_stdstring);
  }

  SqlOutcome outcome;
  auto result = statement->execute(1);
  while (columns > 0 && result == statement_backend::ef_success) {
    std::vector<std::optional<std::string>> row;
    for (std::size_t i = 0; i < intos.size(); ++i) {
      soci::indicator indicator = soci::i_ok;
      intos[i]->post_fetch(true, true, &indicator);
      if (indicator == soci::i_null) {
        row.emplace_back();
      } else {
        row.emplace_back(texts[i]);
      }
    }
    outcome.rows.emplace_back(std::move(row));
    result = statement->fetch(1);
  }
  if (columns == 0) outcome.affected = statement->get_affected_rows();
  return outcome;
}

}  // namespace palmkey::platform
