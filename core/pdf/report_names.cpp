#include "core/pdf/verifier.hpp"

namespace palmkey::core::pdf {

std::string_view name_of(Trusted trusted) {
  switch (trusted) {
    case Trusted::yes:
      return "yes";
    case Trusted::unknown_root:
      return "unknown_root";
    case Trusted::invalid:
      return "invalid";
  }
  return {};
}

std::string_view name_of(Revocation revocation) {
  switch (revocation) {
    case Revocation::good:
      return "good";
    case Revocation::revoked:
      return "revoked";
    case Revocation::unknown:
      return "unknown";
  }
  return {};
}

std::string_view name_of(Changes changes) {
  switch (changes) {
    case Changes::none:
      return "none";
    case Changes::signatures_only:
      return "signatures_only";
    case Changes::content:
      return "content";
  }
  return {};
}

}  // namespace palmkey::core::pdf
