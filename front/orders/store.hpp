// Tables of orders. All functions run in the caller's transaction; personal columns are sealed here.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "front/orders/types.hpp"
#include "front/personal_data.hpp"
#include "platform/database.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::orders::store {

std::span<const platform::Migration> migrations();

// The next serial of that day, from 1; never given twice, as the counter's row commits with the order.
std::int64_t next_serial(platform::Transaction& transaction, const std::string& day);

struct IdempotencyKey {
  std::string key;
  std::string request_lookup;  // keyed digest of the whole request
};
void insert(platform::Transaction& transaction, const PersonalData& personal, const Order& order,
            const IdempotencyKey& idempotency);
// Number and request_lookup of the order that the subscriber made with this key.
std::optional<std::pair<std::string, std::string>> find_by_key(platform::Transaction& transaction,
                                                               const std::string& subscriber_id,
                                                               const std::string& key);
// Writes all that may change: everything but number, subscriber, service, business, what it follows, fee and
// creation.
void update(platform::Transaction& transaction, const PersonalData& personal, const Order& order);

std::optional<Order> find(platform::Transaction& transaction, const PersonalData& personal,
                          const std::string& number);
// The same, holding the row until the transaction ends.
std::optional<Order> lock(platform::Transaction& transaction, const PersonalData& personal,
                          const std::string& number);

// The order on which the signing certificate with this serial number was issued.
std::optional<Order> find_issued(platform::Transaction& transaction, const PersonalData& personal,
                                 const std::string& serial);
// The numbers of the orders of this business that follow the certificate and are in one of these states.
std::vector<std::string> following(platform::Transaction& transaction, const std::string& serial,
                                   Business business, const std::vector<State>& states);
// The same of all that are about the key.
std::vector<std::string> about_key(platform::Transaction& transaction, const std::string& public_key,
                                   Business business, State state);

// Whether an order of another subscriber has this key in its request.
bool key_belongs_to_another(platform::Transaction& transaction, const std::string& public_key,
                            const std::string& subscriber_id);

struct Search {
  std::string subscriber_id;         // empty: of all
  std::string service_id;            // empty: all
  std::vector<State> states;         // empty: all
  std::vector<Business> businesses;  // empty: all
  std::string number;                // or its beginning; empty: any, as below
  std::string applicant_name;        // exact
  std::string phone_tail;            // last four digits of the applicant's number, then or now
  // Orders after this one in the list, for the next page. With `longest_waiting`, also the moment since which
  // it waits, as the list said.
  std::string before;
  std::int64_t before_since = 0;
  bool longest_waiting = false;  // longest in its state first; newest first otherwise
  std::size_t limit = 20;
};
std::vector<Order> search(platform::Transaction& transaction, const PersonalData& personal,
                          const Search& search);

void add_to_timeline(platform::Transaction& transaction, const PersonalData& personal,
                     const std::string& number, std::string_view event, State from, State to,
                     const Actor& actor, const std::string& detail, std::int64_t now);
std::vector<TimelineEntry> timeline(platform::Transaction& transaction, const PersonalData& personal,
                                    const std::string& number);

void put_attachment(platform::Transaction& transaction, const std::string& number,
                    const AttachmentRecord& attachment);
void remove_attachment(platform::Transaction& transaction, const std::string& number,
                       const std::string& kind);
std::vector<AttachmentRecord> attachments(platform::Transaction& transaction, const std::string& number);
bool is_attachment_file(platform::Transaction& transaction, const std::string& file_id);

void add_certificate(platform::Transaction& transaction, const std::string& number,
                     const CertificateEntry& certificate, std::int64_t now);
std::vector<CertificateEntry> certificates(platform::Transaction& transaction, const std::string& number);

void add_decision(platform::Transaction& transaction, const PersonalData& personal, const Order& order,
                  const Decision& decision);
// How many other orders that were not cancelled have the order's identity document, for each of these. The
// one whose certificate an order is about does not count.
std::map<std::string, std::int64_t> count_duplicates(platform::Transaction& transaction,
                                                     const std::vector<std::string>& numbers);
// The same orders for one, newest first.
std::vector<Duplicate> duplicates(platform::Transaction& transaction, const std::string& number);

// What the order's rows say of waiting, without opening anything personal.
struct Waiting {
  Business business{};
  std::string service_id;
  std::int64_t service_version = 0;
  State state{};
  std::int64_t since = 0;
};
std::vector<Waiting> waiting(platform::Transaction& transaction, const std::vector<State>& states);

// What is handed in with the order's present submission.
void add_version(platform::Transaction& transaction, const PersonalData& personal, const Order& order,
                 std::int64_t now);
// What was handed in last before the present submission, if anything.
std::optional<Version> version_before(platform::Transaction& transaction, const PersonalData& personal,
                                      const Order& order);

// How often this operator has decided since then.
std::int64_t count_decisions(platform::Transaction& transaction, const std::string& operator_id,
                             std::int64_t since);
// Of all submissions, oldest first.
std::vector<Decision> all_decisions(platform::Transaction& transaction, const PersonalData& personal,
                                    const std::string& number);
// Of the order's present submission.
std::vector<Decision> decisions(platform::Transaction& transaction, const PersonalData& personal,
                                const Order& order);

}  // namespace palmkey::front::orders::store
