//! Two programs that write to one register at the same time: nothing is lost.

use std::thread;

use crate::{Town, korsel};

#[test]
fn two_programs_writing_at_once_both_succeed_and_nothing_is_lost() {
    let town = Town::sample();
    let write = |who: &'static str| {
        let register = town.register.clone();
        thread::spawn(move || {
            for day in 1..=20 {
                let date = format!("2027-01-{day:02}");
                let given = ["register", "absence", "--register", &register, "--by", who];
                let citizen = if who == "one" { "C-101" } else { "C-102" };
                let ended =
                    korsel(&[&given[..], &[citizen, "--cause", "other", "--from", &date]].concat());
                assert_eq!(ended.code, 0, "{who} {date}\n{}", ended.err);
            }
        })
    };
    let both = [write("one"), write("two")];
    both.into_iter().for_each(|writer| writer.join().expect("no failure"));
    let rows = town.rows("absences");
    for citizen in ["C-101", "C-102"] {
        let own = rows.iter().filter(|row| row.contains(citizen) && row.contains("-2027;"));
        assert_eq!(own.count(), 20, "{citizen}");
    }
    let log = town.done("list", &["log"]);
    assert_eq!(log.matches(";absence;absences C-10").count(), 40);
    town.assert_sound();
}

#[test]
fn who_must_wait_for_another_program_says_so_and_then_goes_on() {
    let town = Town::sample();
    let other = rusqlite::Connection::open(&town.register).expect("the register");
    other.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    let register = town.register.clone();
    let waiting = thread::spawn(move || {
        let given = ["register", "absence", "--register", &register, "C-101"];
        korsel(&[&given[..], &["--cause", "sick", "--from", "2027-01-04"]].concat())
    });
    thread::sleep(std::time::Duration::from_millis(1_500));
    // Readers need not wait.
    assert_eq!(town.rows_read_only(), 24);
    other.execute_batch("COMMIT").expect("released");
    let ended = waiting.join().expect("no failure");
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.err.contains("another program is writing to the register; waiting for it"));
    assert!(town.rows("absences").iter().any(|row| row.starts_with("C-101;04-01-2027;")));
}

#[test]
fn two_programs_may_create_a_register_at_the_same_time() {
    for _ in 0..6 {
        let town = Town::empty();
        let import = || {
            let given = ["register", "import", "--register", &town.register, crate::LISTS];
            korsel(&given)
        };
        let (one, two) = thread::scope(|scope| {
            let other = scope.spawn(import);
            (import(), other.join().expect("no failure"))
        });
        assert_eq!((one.code, two.code), (0, 0), "{}{}", one.err, two.err);
        assert_eq!(town.rows("citizens").len(), 24);
        town.assert_sound();
    }
}

impl Town {
    /// How many citizens a reader counts.
    fn rows_read_only(&self) -> i64 {
        let reader = rusqlite::Connection::open(&self.register).expect("the register");
        let count = "SELECT count(*) FROM citizens";
        reader.query_row(count, [], |row| row.get(0)).expect("a count")
    }
}
