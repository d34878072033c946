// A vault with an authority, two officers and an applicant's key.
#pragma once

#include "core/encoding.hpp"
#include "core/text_intent.hpp"
#include "tests/vault/demonstration.hpp"
#include "tests/vault/split_keys.hpp"
#include "tests/vault/vault_fixture.hpp"
#include "vault/authority/authority.hpp"
#include "vault/issuing/issuer.hpp"
#include "vault/issuing/migration.hpp"
#include "vault/issuing/revocation.hpp"

namespace palmkey::test {

using Fields = std::vector<core::TextIntent::Field>;

struct Officer {
  std::string id;
  core::Bytes key;
};

class IssuingTest : public VaultTest {
 protected:
  IssuingTest();

  Officer activate(const std::string& name, vault::Role role);

  // The text of an approval by `officer` for `order`, with these fields changed.
  std::string approval(const Officer& officer, const std::string& step, const std::string& order,
                       const Fields& changed = {}) const;
  // The text of a revocation.
  std::string revocation_text(const Officer& officer, const std::string& step, const std::string& serial,
                              const std::string& reason = "key_compromise") const;
  std::string text_of(const std::string& type, Fields fields) const;

  // An order for the applicant's key, approved by both officers.
  vault::IssueOrder order(const std::string& number = "0020260301000001", const Fields& changed = {});
  // Signs a revocation by both.
  vault::RevokeOrder revoke_order(const std::string& serial, const std::string& reason = "key_compromise");
  std::string issue_failure(const vault::IssueOrder& order);
  std::string serial_of(const core::Bytes& certificate_der) const;
  std::int64_t rows(const std::string& table);

  vault::Configuration configuration = demonstration_configuration();
  SplitKeys split_keys{random, clock};
  vault::Operators operators{resources, audit};
  vault::OperatorIntents operator_intents{operators, split_keys};
  std::shared_ptr<const vault::Authority> authority;
  std::unique_ptr<vault::Issuer> issuer;
  std::unique_ptr<vault::Revocation> revocation;
  Officer acceptance, review;
  core::Bytes applicant;  // key id
};

}  // namespace palmkey::test
