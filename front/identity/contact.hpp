// Names, mobile numbers, mail addresses and postal addresses as people type them.
// Pure functions, safe to call from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace palmkey::front::identity {

// Each gives the value in its one kept form, or nothing if it is not such a value.

// A mobile number. Mainland numbers are kept as 11 digits ("+86" and spaces or hyphens are dropped); numbers
// of Hong Kong, Macau and Taiwan need their "+852", "+853", "+886" and keep it.
std::optional<std::string> mobile_number(std::string_view typed);

// The last four digits of a mobile number, which people know it by without its being told to others.
std::string phone_tail(std::string_view phone);

// A person's name: 2 to 64 characters, letters (Chinese, Latin) with single spaces, middle dots, hyphens,
// apostrophes or full stops between or behind them.
std::optional<std::string> person_name(std::string_view typed);

// An address that mail is sent to (platform::is_mail_address) whose domain has a dot.
std::optional<std::string> mail_address(std::string_view typed);

// A line for people: 4 to 120 characters, no control characters.
std::optional<std::string> postal_address(std::string_view typed);

// An ISO 3166-1 alpha-2 code in upper case that is assigned.
bool is_country_code(std::string_view code);

}  // namespace palmkey::front::identity
