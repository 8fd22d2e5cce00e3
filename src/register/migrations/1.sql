CREATE TABLE centres (
    centre TEXT PRIMARY KEY CHECK (centre <> ''),
    name TEXT NOT NULL DEFAULT '',
    street TEXT NOT NULL DEFAULT '', number TEXT NOT NULL DEFAULT '',
    postcode TEXT NOT NULL DEFAULT '', town TEXT NOT NULL DEFAULT '',
    lat REAL NOT NULL CHECK (lat BETWEEN 54.4 AND 57.9),
    lon REAL NOT NULL CHECK (lon BETWEEN 7.9 AND 15.3)
) STRICT;

CREATE TABLE closing_days (
    centre TEXT NOT NULL REFERENCES centres DEFERRABLE INITIALLY DEFERRED,
    first TEXT NOT NULL CHECK (date(first) IS first),
    last TEXT CHECK (last IS NULL OR (date(last) IS last AND last >= first)),
    note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (centre, first)
) STRICT;

CREATE TABLE sessions (
    session TEXT PRIMARY KEY CHECK (session <> ''),
    centre TEXT NOT NULL REFERENCES centres DEFERRABLE INITIALLY DEFERRED,
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    session_start INTEGER NOT NULL CHECK (session_start BETWEEN 0 AND 1440),
    session_end INTEGER NOT NULL CHECK (session_end BETWEEN 0 AND 1440),
    places INTEGER CHECK (places BETWEEN 1 AND 500),
    CHECK (session_end > session_start)
) STRICT;

CREATE TABLE contractors (
    contractor TEXT PRIMARY KEY CHECK (contractor <> ''),
    name TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '', email TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE vehicles (
    vehicle TEXT PRIMARY KEY CHECK (vehicle <> ''),
    contractor TEXT REFERENCES contractors DEFERRABLE INITIALLY DEFERRED,
    type TEXT NOT NULL DEFAULT '',
    depot TEXT NOT NULL CHECK (depot <> ''),
    depot_lat REAL NOT NULL CHECK (depot_lat BETWEEN 54.4 AND 57.9),
    depot_lon REAL NOT NULL CHECK (depot_lon BETWEEN 7.9 AND 15.3),
    shift_start INTEGER NOT NULL CHECK (shift_start BETWEEN 0 AND 1799),
    shift_end INTEGER NOT NULL CHECK (shift_end BETWEEN 0 AND 1799),
    layouts TEXT NOT NULL CHECK (layouts GLOB '[0-9]*+[0-9]*'),
    lift INTEGER NOT NULL DEFAULT 0 CHECK (lift IN (0, 1)),
    front_seats INTEGER NOT NULL DEFAULT 1 CHECK (front_seats BETWEEN 0 AND 8),
    break_min INTEGER CHECK (break_min BETWEEN 1 AND 600),
    break_from INTEGER CHECK (break_from BETWEEN 0 AND 1799),
    break_to INTEGER CHECK (break_to BETWEEN 0 AND 1799),
    day_fee INTEGER NOT NULL CHECK (day_fee >= 0),
    per_km INTEGER NOT NULL CHECK (per_km >= 0),
    per_hour INTEGER NOT NULL CHECK (per_hour >= 0),
    per_hour_waiting INTEGER NOT NULL DEFAULT 0 CHECK (per_hour_waiting >= 0),
    weekdays TEXT NOT NULL DEFAULT '1234567' CHECK (weekdays NOT GLOB '*[^1-7]*'),
    first TEXT CHECK (first IS NULL OR date(first) IS first),
    last TEXT CHECK (last IS NULL OR date(last) IS last),
    CHECK (shift_end > shift_start),
    CHECK ((break_min IS NULL) = (break_from IS NULL) AND (break_min IS NULL) = (break_to IS NULL)),
    CHECK (break_min IS NULL OR break_from + break_min <= break_to),
    CHECK (first IS NULL OR last IS NULL OR last >= first)
) STRICT;

CREATE TABLE citizens (
    citizen TEXT PRIMARY KEY CHECK (citizen <> '' AND citizen NOT GLOB '* *'),
    name TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '',
    street TEXT NOT NULL DEFAULT '', number TEXT NOT NULL DEFAULT '',
    floor_door TEXT NOT NULL DEFAULT '',
    postcode TEXT NOT NULL DEFAULT '', town TEXT NOT NULL DEFAULT '',
    lat REAL NOT NULL CHECK (lat BETWEEN 54.4 AND 57.9),
    lon REAL NOT NULL CHECK (lon BETWEEN 7.9 AND 15.3),
    mobility TEXT NOT NULL DEFAULT 'walks' CHECK (mobility <> ''),
    boarding_min INTEGER CHECK (boarding_min BETWEEN 0 AND 60),
    companions INTEGER NOT NULL DEFAULT 0 CHECK (companions BETWEEN 0 AND 50),
    front_seat INTEGER NOT NULL DEFAULT 0 CHECK (front_seat IN (0, 1)),
    alone INTEGER NOT NULL DEFAULT 0 CHECK (alone IN (0, 1)),
    not_with TEXT NOT NULL DEFAULT '',
    needs_lift INTEGER NOT NULL DEFAULT 0 CHECK (needs_lift IN (0, 1)),
    note TEXT NOT NULL DEFAULT '',
    protected INTEGER NOT NULL DEFAULT 0 CHECK (protected IN (0, 1))
) STRICT;

CREATE TABLE grants (
    "grant" TEXT PRIMARY KEY CHECK ("grant" <> ''),
    citizen TEXT NOT NULL REFERENCES citizens DEFERRABLE INITIALLY DEFERRED,
    rides TEXT NOT NULL CHECK (rides IN ('both', 'out', 'home')),
    first TEXT NOT NULL CHECK (date(first) IS first),
    last TEXT NOT NULL CHECK (date(last) IS last),
    granted_by TEXT NOT NULL CHECK (granted_by <> ''),
    longest_trip_min INTEGER CHECK (longest_trip_min BETWEEN 1 AND 600),
    co_payment INTEGER NOT NULL DEFAULT 0 CHECK (co_payment IN (0, 1)),
    CHECK (last >= first)
) STRICT;
CREATE INDEX grants_of_citizen ON grants (citizen);

CREATE TABLE standing (
    booking TEXT PRIMARY KEY CHECK (booking <> ''),
    citizen TEXT NOT NULL REFERENCES citizens DEFERRABLE INITIALLY DEFERRED,
    session TEXT NOT NULL REFERENCES sessions DEFERRABLE INITIALLY DEFERRED,
    rides TEXT NOT NULL DEFAULT 'both' CHECK (rides IN ('both', 'out', 'home')),
    first TEXT NOT NULL CHECK (date(first) IS first),
    last TEXT CHECK (last IS NULL OR (date(last) IS last AND last >= first)),
    weeks TEXT NOT NULL DEFAULT 'all'
        CHECK (weeks IN ('all', 'odd', 'even') OR CAST(weeks AS INTEGER) BETWEEN 2 AND 52),
    except_dates TEXT NOT NULL DEFAULT '' CHECK (except_dates NOT GLOB '*[^0-9 -]*'),
    extra_dates TEXT NOT NULL DEFAULT '' CHECK (extra_dates NOT GLOB '*[^0-9 -]*')
) STRICT;
CREATE INDEX standing_of_citizen ON standing (citizen);

CREATE TABLE absences (
    citizen TEXT NOT NULL REFERENCES citizens DEFERRABLE INITIALLY DEFERRED,
    first TEXT NOT NULL CHECK (date(first) IS first),
    last TEXT NOT NULL CHECK (date(last) IS last AND last >= first),
    rides TEXT NOT NULL CHECK (rides IN ('both', 'out', 'home')),
    cause TEXT NOT NULL CHECK (cause IN ('sick', 'other')),
    notice TEXT NOT NULL CHECK (notice IN ('in time', 'late')),
    taken_by TEXT NOT NULL CHECK (taken_by <> ''),
    PRIMARY KEY (citizen, first, last, rides)
) STRICT;

CREATE TABLE no_shows (
    citizen TEXT NOT NULL REFERENCES citizens DEFERRABLE INITIALLY DEFERRED,
    date TEXT NOT NULL CHECK (date(date) IS date),
    direction TEXT NOT NULL CHECK (direction IN ('out', 'home')),
    rides_home INTEGER NOT NULL DEFAULT 0 CHECK (rides_home IN (0, 1)),
    taken_by TEXT NOT NULL CHECK (taken_by <> ''),
    PRIMARY KEY (citizen, date, direction)
) STRICT;

CREATE TABLE settings (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    text TEXT NOT NULL
) STRICT;

CREATE TABLE plan_versions (
    date TEXT NOT NULL CHECK (date(date) IS date),
    version INTEGER NOT NULL CHECK (version >= 1),
    plan_id TEXT NOT NULL CHECK (plan_id <> ''),
    day_id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    rides INTEGER NOT NULL CHECK (rides >= 0),
    left_out INTEGER NOT NULL CHECK (left_out BETWEEN 0 AND rides),
    vehicles INTEGER NOT NULL CHECK (vehicles >= 0),
    distance_m INTEGER NOT NULL CHECK (distance_m >= 0),
    cost_ore INTEGER NOT NULL CHECK (cost_ore >= 0),
    PRIMARY KEY (date, version)
) STRICT;

CREATE TABLE planned_rides (
    id INTEGER PRIMARY KEY,
    date TEXT NOT NULL,
    version INTEGER NOT NULL,
    booking TEXT,
    citizen TEXT REFERENCES citizens DEFERRABLE INITIALLY DEFERRED,
    direction TEXT NOT NULL CHECK (direction IN ('out', 'home')),
    vehicle TEXT,
    told INTEGER NOT NULL,
    co_payment_ore INTEGER NOT NULL CHECK (co_payment_ore >= 0),
    UNIQUE (date, version, booking, direction),
    FOREIGN KEY (date, version) REFERENCES plan_versions ON DELETE CASCADE
) STRICT;
CREATE INDEX planned_rides_of_citizen ON planned_rides (citizen, date);

CREATE TABLE log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    verb TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE TRIGGER log_is_never_changed BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_is_never_cut BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
