//! A small day and a plan of it, worked by hand, for the tests of what is written.
//!
//! Two vehicles and five bookings: one vehicle fetches two neighbours in turn, its driver rests at
//! the centre, and it brings one home; one ride is left out, one goes by taxi, one is cancelled.

use chrono::NaiveDate;

use crate::domain::{
    Address, Booking, BookingStatus, Centre, Coordinates, Day, Direction, Distance, Duration,
    Layouts, Leg, Mobility, Money, Place, PlaceId, Promise, Rides, ServiceTimes, Session, Tariff,
    TaxiTariff, Time, TravelSettings, TravelTable, Vehicle, VehicleSpec, Window,
};
use crate::plan::summary::{RunInfo, Summary};
use crate::plan::{
    Action, CancelledBooking, NotPlanned, Plan, PlannedLeg, PlannedStop, Reason, Remedy, Rest, Run,
    SCHEMA, Status, TaxiRide,
};
use crate::travel::{ComputedBy, RoadMap, TravelSource};

/// A day, its plan and the figures.
pub(crate) struct Sample {
    pub day: Day,
    pub plan: Plan,
    pub summary: Summary,
    pub run: RunInfo,
    pub roads: RoadMap,
}

/// The sample.
pub(crate) fn sample() -> Sample {
    let (day, plan) = (day(), plan());
    let summary = Summary::of(&day, &travel(), &plan);
    let run = RunInfo {
        seconds: 12.3,
        seed: 1,
        iterations: 45_678,
        threads: 2,
        method: "auto".to_owned(),
    };
    Sample { day, plan, summary, run, roads: RoadMap::default() }
}

/// Ten minutes and five kilometres between any two places.
fn travel() -> TravelTable {
    let leg = Leg { duration: Duration::minutes(10), distance: Distance::metres(5_000) };
    TravelTable::from_fn(7, |_, _| leg)
}

fn places() -> Vec<Place> {
    let place =
        |key: &str, lat, lon| Place { key: key.to_owned(), coordinates: Coordinates { lat, lon } };
    vec![
        place("nord", 55.63, 12.38),
        place("Depot Ærø", 55.62, 12.3),
        place("C1", 55.613_451, 12.351),
        place("C2", 55.614, 12.352),
        place("C3", 55.615, 12.353),
        place("C4", 55.616, 12.354),
        place("C5", 55.617, 12.355),
    ]
}

fn bookings() -> Vec<Booking> {
    let mut bookings: Vec<Booking> = (1..=5).map(booking).collect();
    bookings[0].companions = 1;
    bookings[0].note = "Nøgleboks ved døren; ring på to gange.".to_owned();
    bookings[1].mobility = wheelchair();
    bookings[1].needs_lift = true;
    bookings[1].front_seat = true;
    bookings[1].phone = "+45 12 34 56 78".to_owned();
    bookings[2].alone = true;
    bookings[4].status = BookingStatus::Cancelled;
    bookings
}

fn day() -> Day {
    let centre = Centre {
        id: "nord".to_owned(),
        name: "Træningscenter Nord".to_owned(),
        phone: "43 00 00 01".to_owned(),
        address: address("Løkkekrogen", "3", "", "2625", "Vallensbæk"),
        place: PlaceId(0),
    };
    Day {
        date: NaiveDate::from_ymd_opt(2026, 12, 7).expect("a date"),
        promise: Promise::default(),
        reserve_taxi: Some(TaxiTariff {
            start_fee: Money::kroner(50),
            per_km: Money::kroner(20),
            lift: false,
        }),
        travel: TravelSettings::default(),
        places: places(),
        centres: vec![centre],
        bookings: bookings(),
        vehicles: vec![vehicle("Bus 1", "minibus"), vehicle("Bus 2", "minibus")],
        given_legs: Vec::new(),
        regularity: crate::domain::Regularity::default(),
    }
}

fn address(street: &str, number: &str, floor: &str, postcode: &str, town: &str) -> Address {
    Address {
        street: street.to_owned(),
        number: number.to_owned(),
        floor_door: floor.to_owned(),
        postcode: postcode.to_owned(),
        town: town.to_owned(),
    }
}

fn booking(number: u32) -> Booking {
    const NAMES: [&str; 5] = ["Åse Ørsted", "Bo Æble", "Carl Å", "Ditte Ø", "Else Æ"];
    let date = |month, day| NaiveDate::from_ymd_opt(2026, month, day).expect("a date");
    Booking {
        reference: format!("B{number}"),
        citizen: format!("C{number}"),
        name: NAMES[number as usize - 1].to_owned(),
        phone: "12345678".to_owned(),
        address: address("Ægirsvej", &format!("{number}-{}", number + 2), "2. tv", "2635", "Ishøj"),
        home: PlaceId(number + 1),
        centre: 0,
        session: Session { start: Time::hm(10, 0), end: Time::hm(11, 0) },
        rides: if matches!(number, 1 | 5) { Rides::Both } else { Rides::Out },
        mobility: Mobility {
            name: "walks".to_owned(),
            seats: 1,
            wheelchairs: 0,
            service: ServiceTimes {
                boarding: Duration::minutes(1),
                alighting: Duration::minutes(1),
            },
            needs_lift: false,
        },
        companions: 0,
        front_seat: false,
        alone: false,
        not_with: Vec::new(),
        needs_lift: false,
        longest_trip: Duration::minutes(60),
        note: String::new(),
        protected: false,
        grant: (date(1, 1), date(12, 31)),
        status: BookingStatus::Approved,
    }
}

fn wheelchair() -> Mobility {
    let service =
        ServiceTimes { boarding: Duration::minutes(4), alighting: Duration::seconds(160) };
    Mobility { name: "wheelchair".to_owned(), seats: 0, wheelchairs: 1, service, needs_lift: true }
}

fn vehicle(name: &str, kind: &str) -> Vehicle {
    Vehicle {
        name: name.to_owned(),
        kind: kind.to_owned(),
        spec: VehicleSpec {
            start: PlaceId(1),
            end: PlaceId(1),
            shift: Window { earliest: Time::hm(7, 0), latest: Time::hm(16, 0) },
            longest_duration: None,
            layouts: Layouts::new(vec![(8, 0), (5, 1)]).expect("a layout"),
            front_seats: 1,
            lift: true,
            break_rule: None,
            tariff: Tariff::default(),
        },
    }
}

fn leg(minutes: i64) -> PlannedLeg {
    PlannedLeg { drive_s: Duration::minutes(minutes), distance_m: Distance::metres(minutes * 500) }
}

fn plan() -> Plan {
    Plan {
        schema: SCHEMA,
        date: NaiveDate::from_ymd_opt(2026, 12, 7).expect("a date"),
        status: Status::Feasible,
        cost_ore: Money::ore(103_000),
        bound_ore: Some(Money::ore(100_000)),
        travel: TravelSource {
            given_pairs: 0,
            computed_pairs: 42,
            computed_by: ComputedBy::StraightLine,
        },
        runs: vec![run()],
        taxis: vec![TaxiRide {
            booking: "B3".to_owned(),
            citizen: "C3".to_owned(),
            direction: Direction::Out,
            due: Time::hm(9, 30),
            cost_ore: Money::kroner(150),
        }],
        not_planned: vec![NotPlanned {
            booking: "B4".to_owned(),
            citizen: "C4".to_owned(),
            direction: Direction::Out,
            reason: Reason::NoRoom,
            remedy: Some(Remedy::ExtraVehicle {
                like: "Bus 2".to_owned(),
                from: Time::hm(9, 0),
                to: Time::hm(10, 30),
                cost_ore: Money::ore(45_050),
            }),
        }],
        cancelled: vec![CancelledBooking {
            booking: "B5".to_owned(),
            citizen: "C5".to_owned(),
            status: BookingStatus::Cancelled,
        }],
    }
}

/// Leaves 8:50; C1 and a companion board at 9:00:30, C2 at 9:11:30; both alight at the centre from
/// 9:25:30; a break of half an hour there and 66 minutes of waiting; C1 boards again at 11:05:10 and
/// alights at home from 11:16:10; back at 11:27:10.
fn run() -> Run {
    let time = |text: &str| Time::parse(text).expect("a time");
    Run {
        vehicle: "Bus 1".to_owned(),
        leaves: time("08:50:30"),
        returns: time("11:27:10"),
        rest: Some(Rest { begins: time("09:29:10"), ends: time("09:59:10"), after_stops: 4 }),
        stops: stops(),
        last_leg: leg(10),
        broke_down: false,
        distance_m: Distance::metres(25_000),
        driving_s: Duration::minutes(50),
        boarding_s: Duration::seconds(640),
        waiting_s: Duration::minutes(66),
        cost_ore: Money::ore(88_000),
    }
}

fn stops() -> Vec<PlannedStop> {
    let time = |text: &str| Time::parse(text).expect("a time");
    let stop = |who: u32, action, place: &str, drive, begins: &str, ends: &str, aboard_after| {
        let (begins, ends) = (time(begins), time(ends));
        PlannedStop {
            action,
            booking: format!("B{who}"),
            citizen: format!("C{who}"),
            direction: Direction::Out,
            place: place.to_owned(),
            leg: leg(drive),
            arrives: begins,
            told: match action {
                Action::Pickup => begins.floor_to_minute(),
                Action::Dropoff => ends.ceil_to_minute(),
            },
            begins,
            ends,
            aboard_after,
        }
    };
    let home = |stop| PlannedStop { direction: Direction::Home, ..stop };
    vec![
        stop(1, Action::Pickup, "C1", 10, "09:00:30", "09:01:30", 2),
        stop(2, Action::Pickup, "C2", 10, "09:11:30", "09:15:30", 3),
        stop(1, Action::Dropoff, "nord", 10, "09:25:30", "09:26:30", 1),
        stop(2, Action::Dropoff, "nord", 0, "09:26:30", "09:29:10", 0),
        PlannedStop {
            arrives: time("09:59:10"),
            ..home(stop(1, Action::Pickup, "nord", 0, "11:05:10", "11:06:10", 2))
        },
        home(stop(1, Action::Dropoff, "C1", 10, "11:16:10", "11:17:10", 0)),
    ]
}

/// Text that would break out of HTML, CSV or a terminal.
const BAD: &str = "=1+1;\"<script>alert('&')</script><img src=x onerror=y>\"\r\n\u{1b}[31m";

/// The sample with such text in every field, and a vehicle that would leave its folder.
pub(crate) fn hostile() -> Sample {
    let Sample { mut day, mut plan, summary: _, run, roads } = sample();
    spoil_day(&mut day);
    spoil_plan(&mut plan);
    let summary = Summary::of(&day, &travel(), &plan);
    Sample { day, plan, summary, run, roads }
}

fn spoil(texts: &mut [&mut String]) {
    for text in texts {
        text.insert_str(0, BAD);
    }
}

fn spoil_day(day: &mut Day) {
    for place in &mut day.places {
        spoil(&mut [&mut place.key]);
    }
    for Centre { name, id, phone, address, .. } in &mut day.centres {
        spoil(&mut [name, id, phone, &mut address.street]);
    }
    for booking in &mut day.bookings {
        let Booking { reference, citizen, name, phone, mobility, address, .. } = booking;
        spoil(&mut [reference, citizen, name, phone, &mut mobility.name]);
        let Address { street, number, floor_door, postcode, town } = address;
        spoil(&mut [street, number, floor_door, postcode, town]);
        booking.note = BAD.repeat(200 / BAD.len() + 1);
    }
    for vehicle in &mut day.vehicles {
        vehicle.name = if vehicle.name == "Bus 1" { "../../x" } else { BAD }.to_owned();
        spoil(&mut [&mut vehicle.kind]);
    }
}

fn spoil_plan(plan: &mut Plan) {
    for run in &mut plan.runs {
        run.vehicle = "../../x".to_owned();
        for PlannedStop { booking, citizen, place, .. } in &mut run.stops {
            spoil(&mut [booking, citizen, place]);
        }
    }
    for taxi in &mut plan.taxis {
        spoil(&mut [&mut taxi.booking, &mut taxi.citizen]);
    }
    for ride in &mut plan.not_planned {
        spoil(&mut [&mut ride.booking, &mut ride.citizen]);
        ride.remedy = Some(Remedy::LongerShift {
            vehicle: BAD.to_owned(),
            from: Time::hm(7, 0),
            to: Time::hm(17, 0),
            cost_ore: Money::ore(5),
        });
    }
    for booking in &mut plan.cancelled {
        spoil(&mut [&mut booking.booking, &mut booking.citizen]);
    }
}
