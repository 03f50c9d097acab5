CREATE TABLE account (
    name TEXT PRIMARY KEY,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('customer', 'staff'))
) STRICT;

CREATE TABLE session (
    token TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    expires_at TEXT NOT NULL
) STRICT;

-- Prices are in cents.
CREATE TABLE article (
    sku TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    price INTEGER NOT NULL,
    stock INTEGER NOT NULL CHECK (stock >= 0)
) STRICT;

-- What was sold on each day of the past.
CREATE TABLE sale (
    sku TEXT NOT NULL REFERENCES article (sku),
    day INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    PRIMARY KEY (sku, day)
) STRICT;

CREATE TABLE orders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer TEXT NOT NULL REFERENCES account (name),
    status TEXT NOT NULL CHECK (status IN ('placed', 'packed', 'shipped', 'delivered', 'cancelled')),
    placed_at TEXT NOT NULL,
    articles INTEGER NOT NULL,
    discount INTEGER NOT NULL,
    shipping INTEGER NOT NULL,
    total INTEGER NOT NULL
) STRICT;
CREATE INDEX orders_by_customer ON orders (customer, id);

CREATE TABLE order_line (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    sku TEXT NOT NULL REFERENCES article (sku),
    name TEXT NOT NULL,
    price INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    total INTEGER NOT NULL
) STRICT;
CREATE INDEX order_line_by_order ON order_line (order_id);

CREATE TABLE order_event (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    status TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX order_event_by_order ON order_event (order_id);

-- The content is in a file.
CREATE TABLE attachment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    file TEXT NOT NULL
) STRICT;
CREATE INDEX attachment_by_order ON attachment (order_id);
