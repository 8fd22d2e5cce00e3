//! Every word and sentence for people, in Danish and in English.
//!
//! [`Words`] holds what stands alone, side by side so that a translation is never forgotten;
//! `phrases`, `report` and `doctor` make sentences with values in them, `numbers` writes figures, dates and money.

mod certificate;
mod changes;
mod doctor;
mod notes;
mod numbers;
mod phrases;
mod report;
mod rules;

use serde::Serialize;

pub(crate) use changes::ChangeFigures;
pub(crate) use numbers::{clock_span, nearest_minute, tenths_of_minutes, whole_minutes};

/// A language that files for people are written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Language {
    /// Dansk.
    #[default]
    Danish,
    /// British English.
    English,
}

impl Language {
    /// The words of this language.
    pub(crate) fn words(self) -> &'static Words {
        match self {
            Self::Danish => &DANISH,
            Self::English => &ENGLISH,
        }
    }
}

/// Makes a struct of words and its two constants from one table, so that both languages stand on
/// one line.
macro_rules! words {
    ($($name:ident: $danish:literal, $english:literal;)+) => {
        /// Words that stand alone.
        #[derive(Serialize)]
        pub(crate) struct Words { $(pub(crate) $name: &'static str,)+ }
        const DANISH: Words = Words { $($name: $danish,)+ };
        const ENGLISH: Words = Words { $($name: $english,)+ };
    };
}

words! {
    // The language itself.
    tag: "da", "en";
    yes: "ja", "yes";
    no: "nej", "no";

    // Manifests.
    manifest: "Køreliste", "Manifest";
    manifests: "Kørelister", "Manifests";
    vehicle: "Vogn", "Vehicle";
    kind: "Type", "Type";
    depot: "Depot", "Depot";
    to_depot: "til depotet", "to the depot";
    leaves: "Afgang", "Leaves";
    returns: "Retur", "Returns";
    broke_down: "Brudt ned", "Broken down";
    drives_no_further: "vognen kører ikke videre", "the vehicle drives no further";
    distance: "Kørsel", "Distance";
    citizens: "Borgere", "Citizens";
    rest: "Pause", "Break";
    no_rest: "ingen", "none";
    driver: "Chauffør", "Driver";
    odometer_start: "Km-tæller start", "Odometer at start";
    odometer_end: "Km-tæller slut", "Odometer at end";
    time: "Tid", "Time";
    stop: "Stop", "Stop";
    where_and_who: "Hvor og hvem", "Where and who";
    aboard: "Om bord", "Aboard";
    done: "Udført", "Done";
    arrived: "Ankomst", "Arrived";
    left: "Afgang", "Left";
    continued: "fortsat", "continued";
    no_show: "Ikke mødt", "No-show";
    initials: "Init.", "Initials";
    pick_up: "HENT", "PICK UP";
    set_down: "SÆT AF", "SET DOWN";
    front_seat: "Forsæde", "Front seat";
    alone: "Kører alene", "Rides alone";
    lift: "Lift", "Lift";
    note: "Bemærk", "Note";
    phone: "Tlf.", "Phone";
    aboard_nobody: "tom", "empty";
    protected: "Beskyttet adresse", "Protected address";
    protected_home: "Beskyttet adresse: må ikke gives videre", "Protected address: not to be passed on";
    protected_at_centre: "Beskyttet borger: spørg personalet efter referencen",
        "Protected citizen: ask the staff for the reference";
    protected_citizen: "Beskyttet borger", "Protected citizen";
    two_clocks: "Stort klokkeslæt: vognen er ved stoppet. Efter et navn: borgeren hentes, eller er ude af vognen.",
        "Large clock time: the vehicle is at the stop. After a name: the citizen is fetched, or is out of the vehicle.";
    plan: "Plan", "Plan";
    map: "Kort", "Map";
    map_online: "Kort på nettet", "Map online";
    page: "Side", "Page";
    odometer: "Km-tæller", "Odometer";
    sign_wheelchair: "kørestol", "wheelchair";
    sign_aid: "andet hjælpemiddel", "another aid";
    no_vehicle: "Ingen vogne kører", "No vehicle drives";
    idle_vehicles: "Kører ikke denne dag", "Does not drive this day";

    // Lists.
    out: "ud", "out";
    home: "hjem", "home";
    both: "ud og hjem", "out and home";
    booking_column: "bestilling", "booking";
    citizen_column: "borger_ref", "citizen_ref";
    direction_column: "retning", "direction";
    centre_column: "træningscenter", "centre";
    start_column: "træning_start", "session_start";
    end_column: "træning_slut", "session_end";
    state_column: "status", "status";
    reason_column: "årsag", "reason";
    remedy_column: "forslag", "remedy";
    shortest_column: "korteste_tur_min", "shortest_trip_min";
    longest_column: "længste_tur_min", "longest_trip_min";
    taxi_written: "til at bestille reservetaxaer efter", "to order the reserve taxis by";
    cost_column: "merpris_kr", "extra_cost_kr";
    other_way_column: "anden_tur_kl", "other_ride_at";
    not_planned: "ikke planlagt", "not planned";
    by_taxi: "taxa", "taxi";
    cancelled: "afbud", "cancelled";
    absent: "udeblevet", "absent";
    cancelled_reason: "Borgeren har meldt afbud", "The citizen has cancelled";
    absent_reason: "Borgeren kommer ikke", "The citizen will not be there";

    listed_keeps_rules: "Hvad listen har, overholder alle regler, men den har ikke alle ture",
        "What the list has keeps every rule, but it has not all rides";
    not_in_order_heading: "Rækker, der ikke står i kørselsorden: ret dem først, resten kan følge af dem",
        "Rows that are not in the order of driving: mend them first, the rest may follow from them";

    // The summary on the terminal.
    plan_for: "Køreplan for", "Plan for";
    rides: "Ture", "Rides";
    vehicles: "Vogne", "Vehicles";
    hours: "Tid", "Hours";
    cost: "Pris", "Cost";
    regularity: "Vaner", "Habits";
    proof: "Bevis", "Proof";
    trips_out: "Ud", "Out";
    trips_home: "Hjem", "Home";
    quality: "Udnyttelse", "Use";
    calculation: "Beregning", "Calculation";
    proven_cheapest: "ingen plan er billigere", "no plan is cheaper";
    proven_most: "ingen plan tager flere ture med, og ingen med lige så mange er billigere",
        "no plan takes more rides, and none that takes as many is cheaper";
    proof_not_checked: "Beviset er ikke efterprøvet. Det kan det blive: planlæg med --certificate FIL, og kør \
         korsel check --certificate FIL DAG PLAN",
        "The proof itself was not checked. It can be: plan with --certificate FILE, and run korsel check \
         --certificate FILE DAY PLAN";
    claims_more: "Planen påstår mere, end certifikatet gør",
        "The plan claims more than the certificate does";
    stopped: "Stoppet: den bedste plan indtil nu bliver skrevet",
        "Stopped: the best plan so far is being written";
    no_bound: "intet bevist om, hvor billigt det kan gøres", "no bound proven";
    no_trips: "ingen ture", "no trips";
    not_planned_heading: "Ikke planlagt", "Not planned";
    taxis_heading: "Bestil taxa", "Order a taxi";
    cancelled_heading: "Aflyst", "Cancelled";
    reason: "Årsag", "Reason";
    remedy: "Forslag", "Remedy";
    no_remedy: "ingen enkelt ændring hjælper", "no single change helps";
    written: "Skrevet", "Written";
    the_report: "hele planen på en side: kort, tidslinje, borgere",
        "the whole plan on a page: map, timeline, citizens";
    all_manifests: "alle kørelister, en vogn pr. side", "all manifests, one vehicle a page";
    on_paper: "de samme til udskrift", "the same to print";
    for_contractors_people: "det samme til Excel, med faktura", "the same for Excel, with the invoice";
    one_manifest_each: "en køreliste pr. vogn", "a manifest per vehicle";
    for_contractor: "til vognmanden", "for the contractor";
    for_dispatch: "det samme til et disponeringssystem", "the same for a dispatch system";
    encrypted: "vognmandens filer og kørelister, krypteret", "the contractor's files and manifests, encrypted";
    for_not_planned: "hvad der ikke køres, og hvorfor", "what is not driven, and why";

    // The picture of how a solution got better.
    got_cheaper: "Sådan blev planen billigere", "How the plan got cheaper";
    got_shorter: "Sådan blev ruterne kortere", "How the routes got shorter";
    time_axis: "Sekunder (logaritmisk skala)", "Seconds (logarithmic scale)";
    cost_axis: "Pris i kroner", "Cost in kroner";
    distance_axis: "Afstand", "Distance";
    kroner: "kr.", "kr";
    first_found: "første", "first";
    best_found: "fundet", "found";
    proven_bound: "bevist mindst", "proven bound";
    best_known: "bedst kendte", "best known";

    // The report page.
    report: "Rapport", "Report";
    skip: "Gå til borgerne", "Skip to the citizens";
    promise_heading: "Serviceløftet", "The promise";
    figures_heading: "Nøgletal", "Figures";
    map_heading: "Kort", "Map";
    timeline_heading: "Tidslinje", "Timeline";
    histogram_heading: "Hvor længe turene tager", "How long trips take";
    people_heading: "Borgere og ture", "Citizens and trips";
    proof_heading: "Hvor god er planen?", "How good is the plan?";
    left_out_heading: "Køres ikke af vognene", "Not driven by the vehicles";
    nobody_left_out: "Alle bestilte ture køres.", "Every ride that was asked for is driven.";
    all_trips: "Begge", "Both";
    trips: "Ture", "Trips";
    longest: "Længste", "Longest";
    mean: "Middel", "Mean";
    nine_of_ten: "9 af 10 højst", "9 of 10 within";
    over_45: "Over 45 min", "Over 45 min";
    by_taxi_column: "Med taxa", "By taxi";
    driving: "Køretid", "Driving time";
    boarding: "På- og afstigning", "Boarding";
    waiting: "Ventetid", "Waiting";
    cost_per_ride: "Pris pr. tur", "Cost per ride";
    per_vehicle_hour: "Borgere pr. vogntime", "Citizens per vehicle hour";
    aboard_to_direct: "Tid i vognen ift. direkte", "Time aboard to direct";
    bound: "Bevist mindstepris", "Proven bound";
    gap: "Højst over billigste", "At most above cheapest";
    show_all: "Vis alle vogne", "Show all vehicles";
    shows_only: "Viser kun", "Showing only";
    shows_all: "Viser alle vogne", "Showing all vehicles";
    isolate_hint: "Vælg en vogn for at se den alene, et stop for at se, hvem der hentes; Esc viser alle igen.",
        "Choose a vehicle to see it alone, a stop to see who is fetched; Esc shows all again.";
    choose_place: "vælg et sted for at se, hvem der hentes og sættes af",
        "choose a place to see who is fetched and set down";
    hidden_tags: "stop er vist uden nummer, fordi der er for lidt plads; vælg en vogn, eller zoom ind.",
        "stops are shown without number for want of room; choose a vehicle, or zoom in.";
    zoom_in: "Zoom ind", "Zoom in";
    zoom_out: "Zoom ud", "Zoom out";
    zoom_reset: "Hele kortet", "Whole map";
    straight_lines: "Lige linjer mellem stop: ingen veje blev givet med --roads.",
        "Straight lines between stops: no roads were given with --roads.";
    shift: "På vagt", "On shift";
    picks_up: "henter", "picks up";
    sets_down: "sætter af", "sets down";
    stops_of: "Stop for stop", "Stop by stop";
    what: "Hvad", "What";
    who: "Hvem", "Who";
    place: "Sted", "Place";
    minutes_axis: "Turens længde i minutter, ventetid medregnet", "Length of the trip in minutes, waiting included";
    search: "Søg", "Search";
    search_hint: "navn, reference, vogn …", "name, reference, vehicle …";
    found: "ture", "trips";
    citizen: "Borger", "Citizen";
    reference: "Reference", "Reference";
    booking: "Bestilling", "Booking";
    direction: "Retning", "Direction";
    told: "Ved døren / hjemme", "At the door / home";
    session: "Træning", "Training";
    trip: "Tur", "Trip";
    limit: "Højst", "Limit";
    in_vehicle: "I vognen", "In vehicle";
    direct: "Direkte", "Direct";
    state: "Status", "Status";
    convergence_missing: "Forløbet er ikke kendt for denne plan.", "The course of this plan is not known.";
    made_by: "Lavet af korsel. Siden rummer navne: del den kun med dem, der har brug for den.",
        "Made by korsel. The page holds names: share it only with those who need it.";

    // A repaired plan.
    change_new: "ny", "new";
    change_changed: "ændret", "changed";
    change_cancelled: "aflyst", "cancelled";
    goes_by: "køres af", "goes by";
    not_driven: "køres ikke", "not driven";

    // The referee.
    line: "linje", "line";
    approved: "godkendt", "approved";

    // The look at a day's data.
    examined: "Eftersyn af", "Examination of";
    bookings: "Bestillinger", "Bookings";
    centres: "Centre", "Centres";
    travel_times: "Køretider", "Travel times";
    hopeless_heading: "Kan ikke køres", "Cannot be driven";
    doubts_heading: "Se efter", "Worth a look";
    fine: "Alt kan køres, og intet ser forkert ud", "All can be driven, and nothing looks wrong";

    weekend: "Datoen er i en weekend", "The date is in a weekend";
    holiday: "Datoen er en helligdag", "The date is a public holiday";
    and: "og", "and";
    odd_session: "usædvanlig træningstid", "an unusual time of training";
    no_phone: "Uden telefon", "No telephone";
    odd_drives: "usandsynlige køretider", "unlikely drives";
    idle_vehicle: "kan ikke køre nogen af turene", "can take none of the rides";
    places_without_lift: "kørestolspladser, men ingen lift", "wheelchair places, but no lift";
    costs_nothing: "koster ingenting", "costs nothing";
    on_shift: "på vagt", "on shift";

    // Comparisons.
    comparison: "Planer side om side", "Plans side by side";
    weeks_heading: "Planer uge for uge", "Plans week by week";
    weeks_by_hand: "Lagt i hånden, uge for uge", "Made by hand, week by week";
    against_heading: "Dage, der er planlagt på begge måder", "Dates planned in both ways";
    by_their_lists: "regnet efter listerne", "reckoned by their lists";
    by_hand: "i hånden", "by hand";
    ours: "korsel", "korsel";
    changes_heading: "Ture, der ændrer sig", "Trips that change";
    no_changes: "ingen tur ændrer sig", "no trip changes";
    difference: "forskel", "difference";
    before: "Før", "Before";
    after: "Efter", "After";
    rides_driven: "Ture i vognene", "Rides in vehicles";
    km_per_ride: "Km pr. tur", "Km per ride";
    mean_minutes: "Middeltur, minutter", "Mean trip, minutes";
    over_45_percent: "Over 45 min, procent", "Over 45 min, per cent";
    week: "Uge", "Week";
    plans: "Planer", "Plans";
}
