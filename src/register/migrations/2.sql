-- What plans have vehicles do, and what contractors say was done.

-- How the drives of a plan were computed: the travel settings, as a settings file has them.
ALTER TABLE plan_versions ADD COLUMN travel TEXT NOT NULL DEFAULT '';

-- Moments are seconds since midnight. Places of citizens are known by their references.
CREATE TABLE planned_stops (
    id INTEGER PRIMARY KEY,
    date TEXT NOT NULL,
    version INTEGER NOT NULL,
    vehicle TEXT NOT NULL,
    position INTEGER NOT NULL,
    booking TEXT,
    direction TEXT NOT NULL CHECK (direction IN ('out', 'home')),
    action TEXT NOT NULL CHECK (action IN ('pickup', 'dropoff')),
    place TEXT,
    arrives INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    drive INTEGER NOT NULL CHECK (drive >= 0),
    drive_outside_rush_hours INTEGER NOT NULL CHECK (drive_outside_rush_hours >= 0),
    distance_m INTEGER NOT NULL CHECK (distance_m >= 0),
    UNIQUE (date, version, vehicle, position),
    FOREIGN KEY (date, version) REFERENCES plan_versions ON DELETE CASCADE
) STRICT;

CREATE TABLE performed (
    date TEXT NOT NULL CHECK (date(date) IS date),
    booking TEXT NOT NULL CHECK (booking <> ''),
    direction TEXT NOT NULL CHECK (direction IN ('out', 'home')),
    citizen TEXT REFERENCES citizens DEFERRABLE INITIALLY DEFERRED,
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'no show', 'cancelled', 'no vehicle')),
    vehicle TEXT NOT NULL DEFAULT '',
    pickup_arrival INTEGER CHECK (pickup_arrival BETWEEN 0 AND 107999),
    pickup_departure INTEGER CHECK (pickup_departure BETWEEN 0 AND 107999),
    dropoff_arrival INTEGER CHECK (dropoff_arrival BETWEEN 0 AND 107999),
    dropoff_departure INTEGER CHECK (dropoff_departure BETWEEN 0 AND 107999),
    PRIMARY KEY (date, booking, direction)
) STRICT;
CREATE INDEX performed_of_citizen ON performed (citizen);
