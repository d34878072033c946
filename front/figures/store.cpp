#include "front/figures/store.hpp"

namespace palmkey::front::figures::store {

namespace {
constexpr std::int64_t hour = 3600;
}

std::vector<Happened> happened(platform::Transaction& transaction, std::int64_t from, std::int64_t until) {
  std::vector<Happened> found;
  for (const auto& row : transaction.query(
           "SELECT t.time / 3600, t.event, COUNT(*), CAST(SUM(o.fee) AS BIGINT) FROM order_timeline t "
           "JOIN orders o ON o.number = t.order_number WHERE t.time >= ? AND t.time < ? AND t.event IN "
           "('apply', 'pay', 'issue', 'reject', 'install', 'refund') GROUP BY t.time / 3600, t.event",
           from, until))
    found.push_back({row.int64(0) * hour, row.text(1), row.int64(2), row.int64(3)});
  for (const auto& row : transaction.query(
           "SELECT hour, count FROM sign_in_counts WHERE hour >= ? AND hour < ?", from / hour, until / hour))
    found.push_back({row.int64(0) * hour, std::string(signed_in), row.int64(1), 0});
  return found;
}

std::vector<std::pair<orders::State, std::int64_t>> orders_by_state(platform::Transaction& transaction) {
  std::vector<std::pair<orders::State, std::int64_t>> counts;
  for (const auto state : orders::states()) counts.emplace_back(state, 0);
  for (const auto& row : transaction.query("SELECT state, COUNT(*) FROM orders GROUP BY state"))
    for (auto& [state, count] : counts)
      if (orders::state_code(state) == row.text(0)) count = row.int64(1);
  return counts;
}

}  // namespace palmkey::front::figures::store
