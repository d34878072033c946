#include "front/preregistration/csv.hpp"

namespace palmkey::front::preregistration {

namespace {

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  std::vector<CsvRow> rows() {
    std::vector<CsvRow> result;
    while (at_ < text_.size()) {
      CsvRow row = next_row();
      if (row.values.size() > 1 || !row.values[0].empty() || row.malformed) result.push_back(std::move(row));
    }
    return result;
  }

 private:
  CsvRow next_row() {
    CsvRow row;
    row.line = line_;
    for (;;) {
      row.values.push_back(next_value(row.malformed));
      if (at_ == text_.size()) return row;
      const char end = text_[at_++];
      if (end == '\n') {
        ++line_;
        return row;
      }
    }
  }

  // Stops before the comma, the line feed or the end.
  std::string next_value(bool& malformed) {
    std::string value;
    if (at_ < text_.size() && text_[at_] == '"') {
      ++at_;
      if (!read_quoted(value)) malformed = true;
    }
    const auto end = text_.find_first_of(",\n", at_);
    std::string_view rest = text_.substr(at_, end == std::string_view::npos ? end : end - at_);
    at_ += rest.size();
    if (rest.ends_with('\r')) rest.remove_suffix(1);
    if (!value.empty() && !rest.empty()) malformed = true;
    return value += rest;
  }

  bool read_quoted(std::string& value) {
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] == '"') {
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') {
          ++at_;
          return true;
        }
        ++at_;
      }
      value += text_[at_];
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

std::vector<CsvRow> parse_csv(std::string_view text) {
  return Parser(text).rows();
}

}  // namespace palmkey::front::preregistration
