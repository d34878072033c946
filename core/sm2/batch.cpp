#include "core/sm2/batch.hpp"

#include <array>

#include "core/processor.hpp"
#include "core/sm2/lanes/sign.hpp"
#include "core/sm2/lanes/verify.hpp"

namespace palmkey::core::sm2 {
#if defined(PALMKEY_LANES)
namespace {

// One item alone is done sooner by the functions for one.
bool takes_lanes(std::size_t size) {
  return size > 1 && processor_has(processor::avx512ifma);
}

Result<std::vector<Signature>> sign_in_lanes(const PrivateKey& key, std::span<const Digest> digests,
                                             Random& random) {
  PALMKEY_TRY(tries, lanes::sign(key, digests, random));
  std::vector<Signature> signatures;
  signatures.reserve(digests.size());
  for (std::size_t i = 0; i < digests.size(); ++i) {
    if (!tries[i]) {
      PALMKEY_TRY(signature, key.sign_digest(digests[i], random));
      tries[i] = signature;
    }
    signatures.push_back(*tries[i]);
  }
  return signatures;
}

// The checks of GB/T 32918.2, 7.1, that come before the point, and what the point's x has to be.
Result<lanes::Equation> equation_of(const SignedDigest& item) {
  PALMKEY_TRY(r, Scalar::decode_nonzero(item.signature.r));
  PALMKEY_TRY(s, Scalar::decode_nonzero(item.signature.s));
  Scalar t = r + s;
  if (t.is_zero()) return Error::bad_signature;
  return lanes::Equation{item.public_key, std::move(s), std::move(t), r - Scalar::reduce(item.e)};
}

Result<void> verdict_of(const SignedDigest& item, lanes::Verdict verdict) {
  if (verdict == lanes::Verdict::unknown) return verify_digest(*item.public_key, item.e, item.signature);
  if (verdict != lanes::Verdict::holds) return Error::bad_signature;
  return {};
}

std::vector<Result<void>> verify_in_lanes(std::span<const SignedDigest> items) {
  std::vector<Result<void>> results(items.size());
  // The equations of one turn and the items that they come from.
  std::array<lanes::Equation, lanes::equation_limit> equations;
  std::array<std::size_t, lanes::equation_limit> sources{};
  std::array<lanes::Verdict, lanes::equation_limit> verdicts{};
  std::size_t waiting = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto equation = equation_of(items[i]);
    if (equation) {
      equations[waiting] = *std::move(equation);
      sources[waiting++] = i;
    } else {
      results[i] = equation.error();
    }
    if (waiting == 0 || (waiting < equations.size() && i + 1 < items.size())) continue;
    lanes::judge(std::span(equations).first(waiting), std::span(verdicts).first(waiting));
    for (std::size_t j = 0; j < waiting; ++j)
      results[sources[j]] = verdict_of(items[sources[j]], verdicts[j]);
    waiting = 0;
  }
  return results;
}

}  // namespace
#endif

Result<std::vector<Signature>> sign_digests(const PrivateKey& key, std::span<const Digest> digests,
                                            Random& random) {
#if defined(PALMKEY_LANES)
  if (takes_lanes(digests.size())) return sign_in_lanes(key, digests, random);
#endif
  std::vector<Signature> signatures;
  signatures.reserve(digests.size());
  for (const Digest& e : digests) {
    PALMKEY_TRY(signature, key.sign_digest(e, random));
    signatures.push_back(signature);
  }
  return signatures;
}

Result<std::vector<Signature>> sign_messages(const PrivateKey& key, std::span<const ByteView> messages,
                                             Random& random, std::string_view identity) {
  std::vector<Digest> digests;
  digests.reserve(messages.size());
  for (const ByteView message : messages)
    digests.push_back(message_digest(key.public_key(), message, identity));
  return sign_digests(key, digests, random);
}

std::vector<Result<void>> verify_digests(std::span<const SignedDigest> items) {
#if defined(PALMKEY_LANES)
  if (takes_lanes(items.size())) return verify_in_lanes(items);
#endif
  std::vector<Result<void>> results;
  results.reserve(items.size());
  for (const SignedDigest& item : items)
    results.push_back(verify_digest(*item.public_key, item.e, item.signature));
  return results;
}

}  // namespace palmkey::core::sm2
