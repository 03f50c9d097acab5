-- What the demonstration sells. The demo users are added by the program, which hashes their passwords.
INSERT INTO article (sku, name, price, stock) VALUES
    ('assam', 'Assam tea, 250 g', 1290, 80),
    ('cups', 'Two porcelain cups', 2400, 24),
    ('filter', 'Linen tea filter', 650, 140),
    ('honey', 'Heather honey, 350 g', 980, 60),
    ('kettle', 'Enamel kettle, 1.5 l', 4900, 12),
    ('matcha', 'Matcha, 40 g', 2150, 18),
    ('pot', 'Cast-iron pot, 0.8 l', 6400, 6),
    ('rooibos', 'Rooibos, 250 g', 890, 120),
    ('sencha', 'Sencha, 250 g', 1650, 45),
    ('whisk', 'Bamboo whisk', 1450, 3);

-- A year of sales: between none and a few on each day, different for each article.
WITH RECURSIVE past (day) AS (SELECT 1 UNION ALL SELECT day + 1 FROM past WHERE day < 365)
INSERT INTO sale (sku, day, quantity)
SELECT sku, day, ((day * 7919 + unicode(sku) * 104729 + day * day * 31) % 97) * (1 + stock / 20) / 60
FROM article, past;
