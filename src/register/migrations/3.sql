-- Where somebody is told of who is at a centre, or comes there late.
ALTER TABLE centres ADD COLUMN phone TEXT NOT NULL DEFAULT '';
