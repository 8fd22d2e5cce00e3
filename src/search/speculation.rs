//! Several threads that take the steps of one walk (speculative computation; Witte, Chamberlain and Franklin 1991,
//! doi:10.1109/71.97904).
//!
//! Most steps end where they began. So a thread need not wait for what comes of the steps before its own: it begins
//! from where they began, or from the latest solution that one of them was accepted with. If one of them turns out
//! to be accepted elsewhere, its own step is void and taken again. Steps are decided in their order, and each has random
//! numbers of its own, so that the walk is the one that a single thread would take.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use crate::evaluate::Solution;
use crate::search::walk::{Stretch, Trace, Walker};

/// What threads that take the steps of one walk know of each other.
pub(super) struct Ledger<'t> {
    entries: Mutex<Entries<'t>>,
    /// For each thread, whether its step is void.
    void: Vec<AtomicBool>,
}

struct Entries<'t> {
    /// Steps before this one are decided.
    decided: u64,
    /// The next step to begin.
    next: u64,
    /// The step that each thread is at.
    at: Vec<u64>,
    /// What came of steps that are done and not yet decided: the solution, if it was accepted.
    done: BTreeMap<u64, Option<Arc<Solution>>>,
    /// What the last decided step ended with.
    current: Arc<Solution>,
    /// What the next step begins from, and how often that has changed.
    latest: Arc<Solution>,
    changes: u64,
    trace: &'t mut Trace,
}

impl<'t> Ledger<'t> {
    /// No step is taken yet.
    pub fn new(current: &Solution, trace: &'t mut Trace, threads: usize) -> Self {
        let current = Arc::new(current.clone());
        let entries = Entries {
            decided: 0,
            next: 0,
            at: vec![0; threads],
            done: BTreeMap::new(),
            latest: Arc::clone(&current),
            current,
            changes: 0,
            trace,
        };
        Self {
            entries: Mutex::new(entries),
            void: (0..threads).map(|_| AtomicBool::new(false)).collect(),
        }
    }

    /// Takes steps until none is left to begin. The walker stands where the walk began.
    pub fn work(&self, walker: &mut Walker, stretch: &Stretch, thread: usize) {
        let is_void = || self.void[thread].load(Ordering::Relaxed);
        let mut seen = 0;
        while let Some(step) = self.begin(walker, &mut seen, stretch, thread) {
            let is_accepted = walker.step(step, (stretch.temperature)(step), &is_void);
            let accepted = is_accepted.then(|| Arc::new(walker.current.clone()));
            let mut entries = self.entries();
            if is_void() {
                // Wherever it stands is nowhere.
                seen = u64::MAX;
                continue;
            }
            if let Some(solution) = &accepted {
                entries.accept(step, solution);
                seen = entries.changes;
                for (at, void) in entries.at.iter().zip(&self.void) {
                    void.fetch_or(*at > step, Ordering::Relaxed);
                }
            }
            entries.done.insert(step, accepted);
            entries.decide();
        }
    }

    /// Takes the next step to begin, and the walker to where it begins; `seen` says which change it stands at.
    fn begin(
        &self,
        walker: &mut Walker,
        seen: &mut u64,
        stretch: &Stretch,
        thread: usize,
    ) -> Option<u64> {
        let mut entries = self.entries();
        let step = entries.next;
        if step == stretch.steps || (stretch.is_over)() {
            // No step of this thread is to be void any more.
            entries.at[thread] = 0;
            return None;
        }
        entries.next += 1;
        entries.at[thread] = step;
        self.void[thread].store(false, Ordering::Relaxed);
        if *seen != entries.changes {
            *seen = entries.changes;
            walker.current = Solution::clone(&entries.latest);
        }
        Some(step)
    }

    /// How many steps were taken, and where they led.
    pub fn close(self) -> (u64, Solution) {
        let entries = self.entries.into_inner().expect("no thread panics while it writes");
        (entries.decided, Arc::unwrap_or_clone(entries.current))
    }

    fn entries(&self) -> MutexGuard<'_, Entries<'t>> {
        self.entries.lock().expect("no thread panics while it writes")
    }
}

impl Entries<'_> {
    /// All steps after this one are to begin from its solution.
    fn accept(&mut self, step: u64, solution: &Arc<Solution>) {
        self.done.split_off(&(step + 1));
        self.next = step + 1;
        self.latest = Arc::clone(solution);
        self.changes += 1;
    }

    /// Decides the steps of which all is known, in their order.
    fn decide(&mut self) {
        while let Some(outcome) = self.done.remove(&self.decided) {
            self.decided += 1;
            if let Some(solution) = outcome {
                self.trace.add(&solution);
                self.current = solution;
            }
        }
    }
}
