#include "core/device/decision.hpp"

#include <gtest/gtest.h>

#include "core/encoding.hpp"
#include "core/sm3.hpp"

namespace palmkey::core::device {
namespace {

constexpr const char* kText =
    "PalmKey application 1\norder: 10001\nbusiness: new\nfollows: \nservice: personal\nprofile: "
    "individual\nmonths: 12\npublic-key: "
    "04ab\n"
    "applicant.name: 张示范\napplicant.country: CN\napplicant.province: 示范省\napplicant.city: 示范市\n"
    "applicant.document-kind: identity-card\napplicant.document-number: 110101199001011234\n";

std::string digest_of(std::string_view text) {
  return to_hex(sm3(as_bytes(text)));
}

class DecisionOnAnOrder : public testing::Test {
 protected:
  DecisionOnAnOrder() {
    order_.application_text = kText;
    order_.application_digest = digest_of(kText);
    order_.approval = {{"order", "10001"},
                       {"business", "new"},
                       {"follows", ""},
                       {"service", "personal"},
                       {"profile", "individual"},
                       {"subject-country", "CN"},
                       {"subject-province", "示范省"},
                       {"subject-locality", "示范市"},
                       {"subject-organization", "示范认证中心"},
                       {"subject-unit", ""},
                       {"subject-name", "张示范"},
                       {"document-type", "identity-card"},
                       {"document-number", "110101199001011234"},
                       {"public-key", "04ab"},
                       {"months", "12"},
                       {"application", order_.application_digest}};
    decision_.step = "acceptance";
    decision_.operator_id = "officer-1";
    decision_.order = "10001";
    decision_.time = 1772352000;
  }

  std::string& approved(std::string_view name) {
    for (auto& [field, value] : order_.approval)
      if (field == name) return value;
    ADD_FAILURE() << name;
    return order_.approval[0].second;
  }

  OrderToDecide order_;
  Decision decision_;
};

TEST_F(DecisionOnAnOrder, ApprovesWhatTheApplicationSays) {
  EXPECT_TRUE(is_digest_of_text(order_));
  EXPECT_EQ(approval_difference(order_, "10001"), "");
  const auto intent = compose_decision(order_, decision_);
  ASSERT_TRUE(intent);
  EXPECT_EQ(intent->type(), "approve");
  EXPECT_EQ(intent->field("operator"), "officer-1");
  EXPECT_EQ(intent->field("step"), "acceptance");
  EXPECT_EQ(intent->field("subject-name"), "张示范");
  EXPECT_EQ(intent->field("time"), "2026-03-01T08:00:00Z");
  EXPECT_EQ(intent->field("application"), order_.application_digest);
}

TEST_F(DecisionOnAnOrder, RefusesAnApprovalThatSaysSomethingElse) {
  for (const char* name : {"order", "business", "follows", "service", "profile", "months", "public-key",
                           "subject-country", "subject-province", "subject-locality", "subject-name",
                           "document-type", "document-number", "application"}) {
    const auto before = order_.approval;
    approved(name) += "1";
    EXPECT_EQ(approval_difference(order_, "10001"), name);
    EXPECT_FALSE(compose_decision(order_, decision_)) << name;
    std::erase_if(order_.approval, [&](const auto& field) { return field.first == name; });
    EXPECT_EQ(approval_difference(order_, "10001"), name) << "missing";
    order_.approval = before;
  }
}

TEST_F(DecisionOnAnOrder, RefusesTheApprovalOfAnotherOrder) {
  EXPECT_EQ(approval_difference(order_, "10002"), "order");
  decision_.order = "10002";
  EXPECT_FALSE(compose_decision(order_, decision_));
}

TEST_F(DecisionOnAnOrder, RefusesATextThatSaysAFieldTwice) {
  order_.application_text += "applicant.name: 李示范\n";
  order_.application_digest = digest_of(order_.application_text);
  approved("application") = order_.application_digest;
  EXPECT_EQ(approval_difference(order_, "10001"), "subject-name");
}

TEST_F(DecisionOnAnOrder, RefusesATextThatItsDigestDoesNotName) {
  for (const bool approve : {true, false}) {
    decision_.approve = approve;
    decision_.fields = {"applicant.name"};
    decision_.reason = "与证件不符";
    ASSERT_TRUE(compose_decision(order_, decision_));
  }
  order_.application_text += "x: y\n";
  EXPECT_FALSE(is_digest_of_text(order_));
  for (const bool approve : {true, false}) {
    decision_.approve = approve;
    EXPECT_FALSE(compose_decision(order_, decision_));
  }
}

TEST_F(DecisionOnAnOrder, RejectsWithFieldsAndReason) {
  decision_.approve = false;
  decision_.fields = {"applicant.name", "attachment.scan"};
  decision_.reason = "与证件不符";
  const auto intent = compose_decision(order_, decision_);
  ASSERT_TRUE(intent);
  EXPECT_EQ(intent->type(), "reject");
  EXPECT_EQ(intent->field("fields"), "applicant.name,attachment.scan");
  EXPECT_EQ(intent->field("reason"), "与证件不符");
  decision_.reason = "two\nlines";
  EXPECT_FALSE(compose_decision(order_, decision_));
}

class DecisionOnAnUnlocking : public DecisionOnAnOrder {
 protected:
  DecisionOnAnUnlocking() {
    order_.application_text =
        "PalmKey application 1\norder: 10001\nbusiness: unlock\nfollows: 0a1b2c3d\nmonths: 0\n";
    order_.application_digest = digest_of(order_.application_text);
    order_.approval = {
        {"order", "10001"}, {"serial", "0a1b2c3d"}, {"application", order_.application_digest}};
  }
};

TEST_F(DecisionOnAnUnlocking, IsAnIntentOfItsOwn) {
  EXPECT_EQ(approval_difference(order_, "10001"), "");
  const auto intent = compose_decision(order_, decision_);
  ASSERT_TRUE(intent);
  EXPECT_EQ(intent->type(), "unlock");
  EXPECT_EQ(intent->field("serial"), "0a1b2c3d");
  EXPECT_EQ(intent->field("step"), "acceptance");
}

TEST_F(DecisionOnAnUnlocking, RefusesAnotherKeyThanTheApplicationNames) {
  for (const char* name : {"order", "serial", "application"}) {
    const auto before = order_.approval;
    approved(name) += "1";
    EXPECT_EQ(approval_difference(order_, "10001"), name);
    EXPECT_FALSE(compose_decision(order_, decision_)) << name;
    order_.approval = before;
  }
}

TEST_F(DecisionOnAnUnlocking, IssuesNothing) {
  order_.approval.emplace_back("public-key", "04ab");
  EXPECT_FALSE(compose_decision(order_, decision_));
}

class DecisionOnARecovery : public DecisionOnAnOrder {
 protected:
  DecisionOnARecovery() {
    order_.application_text =
        "PalmKey application 1\norder: 10001\nbusiness: key_recovery\nfollows: 0a1b2c3d\nmonths: 0\n";
    order_.application_digest = digest_of(order_.application_text);
    order_.approval = {{"order", "10001"},
                       {"kind", "holder"},
                       {"serial", "0a1b2c3d"},
                       {"recipient", ""},
                       {"application", order_.application_digest}};
    decision_.step = "recovery";
  }
};

TEST_F(DecisionOnARecovery, IsAnIntentOfItsOwn) {
  EXPECT_EQ(approval_difference(order_, "10001"), "");
  const auto intent = compose_decision(order_, decision_);
  ASSERT_TRUE(intent);
  EXPECT_EQ(intent->type(), "recover");
  EXPECT_EQ(intent->field("kind"), "holder");
  EXPECT_EQ(intent->field("serial"), "0a1b2c3d");
  EXPECT_EQ(intent->field("step"), "recovery");
}

TEST_F(DecisionOnARecovery, GivesTheKeysToNobodyButTheHolder) {
  for (const auto& [name, value] :
       {std::pair("kind", "judicial"), std::pair("kind", ""), std::pair("recipient", "0a"),
        std::pair("serial", "0a1b2c3e"), std::pair("order", "10002"), std::pair("application", "00")}) {
    const auto before = order_.approval;
    approved(name) = value;
    EXPECT_EQ(approval_difference(order_, "10001"), name) << value;
    EXPECT_FALSE(compose_decision(order_, decision_)) << name;
    std::erase_if(order_.approval, [&](const auto& field) { return field.first == name; });
    EXPECT_EQ(approval_difference(order_, "10001"), name) << "missing";
    order_.approval = before;
  }
}

class DecisionOnAHandover : public DecisionOnAnOrder {
 protected:
  DecisionOnAHandover() {
    order_.application_text =
        "PalmKey handover 1\norder: 10001\nbusiness: key_handover\nfollows: 0a1b2c3d\nrecipient: ee01\n"
        "recipient.subject: CN=x\nreference: y\ndocument: 77\n";
    order_.application_digest = digest_of(order_.application_text);
    order_.approval = {{"order", "10001"},
                       {"kind", "judicial"},
                       {"serial", "0a1b2c3d"},
                       {"recipient", "ee01"},
                       {"application", order_.application_digest}};
    decision_.step = "recovery";
  }
};

TEST_F(DecisionOnAHandover, NamesTheRecipientThatWasRead) {
  EXPECT_EQ(approval_difference(order_, "10001"), "");
  const auto intent = compose_decision(order_, decision_);
  ASSERT_TRUE(intent);
  EXPECT_EQ(intent->type(), "recover");
  EXPECT_EQ(intent->field("kind"), "judicial");
  EXPECT_EQ(intent->field("recipient"), "ee01");
}

TEST_F(DecisionOnAHandover, GivesTheKeysToNobodyElse) {
  for (const auto& [name, value] :
       {std::pair("kind", "holder"), std::pair("recipient", "ee02"), std::pair("recipient", ""),
        std::pair("serial", "0a1b2c3e"), std::pair("order", "10002"), std::pair("application", "00")}) {
    const auto before = order_.approval;
    approved(name) = value;
    EXPECT_EQ(approval_difference(order_, "10001"), name) << value;
    EXPECT_FALSE(compose_decision(order_, decision_)) << name;
    order_.approval = before;
  }
  // A handover that names no recipient is for nobody.
  auto& text = order_.application_text;
  text.replace(text.find("recipient: ee01\n"), std::string("recipient: ee01\n").size(), "");
  order_.application_digest = digest_of(text);
  approved("application") = order_.application_digest;
  for (const char* recipient : {"ee01", ""}) {
    approved("recipient") = recipient;
    EXPECT_EQ(approval_difference(order_, "10001"), "recipient");
  }
}

}  // namespace
}  // namespace palmkey::core::device
