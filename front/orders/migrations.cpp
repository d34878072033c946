#include <array>

#include "front/orders/store.hpp"

namespace palmkey::front::orders::store {

namespace {

constexpr std::array list{
    platform::Migration{"0001_orders", R"(
CREATE TABLE order_counters (
  day TEXT PRIMARY KEY,
  last BIGINT NOT NULL
);
CREATE TABLE orders (
  number TEXT PRIMARY KEY,
  subscriber_id TEXT NOT NULL REFERENCES subscribers (id),
  service_id TEXT NOT NULL,
  state TEXT NOT NULL,
  fee BIGINT NOT NULL,
  paid BIGINT NOT NULL,
  paper_received BIGINT NOT NULL,
  submission BIGINT NOT NULL,
  application TEXT NOT NULL,
  agreements TEXT NOT NULL,
  name_lookup TEXT NOT NULL,
  phone_tail_lookup TEXT NOT NULL,
  request TEXT NOT NULL,
  public_key TEXT NOT NULL,
  rejected_fields TEXT NOT NULL,
  rejection_reason TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_lookup TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (subscriber_id, idempotency_key)
);
CREATE INDEX orders_by_state ON orders (state, number);
CREATE INDEX orders_by_name ON orders (name_lookup);
CREATE INDEX orders_by_phone_tail ON orders (phone_tail_lookup);
CREATE INDEX orders_by_public_key ON orders (public_key);
CREATE TABLE order_timeline (
  order_number TEXT NOT NULL REFERENCES orders (number),
  sequence BIGINT NOT NULL,
  time BIGINT NOT NULL,
  event TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (order_number, sequence)
);
CREATE TABLE order_attachments (
  order_number TEXT NOT NULL REFERENCES orders (number),
  kind TEXT NOT NULL,
  file_id TEXT NOT NULL UNIQUE,
  media_type TEXT NOT NULL,
  digest TEXT NOT NULL,
  source_lookup TEXT NOT NULL,
  size BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (order_number, kind)
);
CREATE TABLE order_certificates (
  serial TEXT PRIMARY KEY,
  order_number TEXT NOT NULL REFERENCES orders (number),
  purpose TEXT NOT NULL,
  certificate TEXT NOT NULL,
  issued_at BIGINT NOT NULL,
  UNIQUE (order_number, purpose)
);
CREATE TABLE order_decisions (
  order_number TEXT NOT NULL REFERENCES orders (number),
  submission BIGINT NOT NULL,
  step TEXT NOT NULL,
  approved BIGINT NOT NULL,
  operator_id TEXT NOT NULL,
  intent TEXT NOT NULL,
  signature TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  PRIMARY KEY (order_number, submission, step, approved)
);
)"},
    // Orders from before have no document_lookup until they change next: they are nobody's duplicate.
    platform::Migration{"0002_queue", R"(
ALTER TABLE orders ADD COLUMN document_lookup TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN state_since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN service_version BIGINT NOT NULL DEFAULT 0;
UPDATE orders SET state_since = updated_at;
CREATE INDEX timeline_by_time ON order_timeline (time);
CREATE INDEX orders_by_document ON orders (document_lookup);
CREATE INDEX orders_by_waiting ON orders (state, state_since, number);
CREATE INDEX decisions_by_operator ON order_decisions (operator_id, decided_at);
CREATE TABLE order_versions (
  order_number TEXT NOT NULL REFERENCES orders (number),
  submission BIGINT NOT NULL,
  application TEXT NOT NULL,
  attachments TEXT NOT NULL,
  handed_in_at BIGINT NOT NULL,
  PRIMARY KEY (order_number, submission)
);
)"},
    // Orders from before are all for new certificates.
    platform::Migration{"0003_following", R"(
ALTER TABLE orders ADD COLUMN business TEXT NOT NULL DEFAULT 'new';
ALTER TABLE orders ADD COLUMN follows TEXT NOT NULL DEFAULT '';
CREATE INDEX orders_by_follows ON orders (follows) WHERE follows <> '';
)"},
    // Several recovery agents take the same step.
    platform::Migration{"0004_recovery", R"(
CREATE TABLE decisions_now (
  order_number TEXT NOT NULL REFERENCES orders (number),
  submission BIGINT NOT NULL,
  step TEXT NOT NULL,
  approved BIGINT NOT NULL,
  operator_id TEXT NOT NULL,
  intent TEXT NOT NULL,
  signature TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  PRIMARY KEY (order_number, submission, step, approved, operator_id)
);
INSERT INTO decisions_now SELECT order_number, submission, step, approved, operator_id, intent, signature, decided_at
  FROM order_decisions;
DROP TABLE order_decisions;
ALTER TABLE decisions_now RENAME TO order_decisions;
CREATE INDEX decisions_by_operator ON order_decisions (operator_id, decided_at);
)"},
    platform::Migration{"0005_self_service", R"(
ALTER TABLE orders ADD COLUMN self_service BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN waits_until BIGINT NOT NULL DEFAULT 0;
)"},
    platform::Migration{"0006_other_number", R"(
ALTER TABLE orders ADD COLUMN other_number BIGINT NOT NULL DEFAULT 0;
)"}};

}  // namespace

std::span<const platform::Migration> migrations() {
  return list;
}

}  // namespace palmkey::front::orders::store
