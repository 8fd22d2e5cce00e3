//! How a path goes on: the next stop, the driver's rest, the way home.

use crate::domain::{Duration, Leg, Load, Tariff, Time, Totals};
use crate::exact::network::{Action, GroupId, NodeId};
use crate::exact::pricing::company::NOBODY;
use crate::exact::pricing::label::{Aboard, DEPOT, Label, NONE, Running};
use crate::exact::pricing::run::Run;
use crate::exact::pricing::{Duals, Pricer};
use crate::exact::riders::Riders;

impl Pricer<'_> {
    /// The labels of a vehicle that leaves the depot, rested before or not.
    pub(super) fn start(&mut self, run: &mut Run) {
        let shift = self.shift;
        let fee = self.spec.tariff.day_fee.as_ore() * Tariff::PARTS_PER_ORE;
        let vehicle = match self.is_linked() {
            true => -run.duals.of_wave(self.wave),
            false => fee - run.duals.types[self.kind.index()],
        };
        let label = Label {
            node: DEPOT,
            rested: self.rest.is_none(),
            dominated: false,
            company: NOBODY,
            parent: NONE,
            begins: shift.earliest,
            latest: shift.latest,
            spends: Duration::ZERO,
            cost: vehicle,
            load: Load::EMPTY,
            room: i64::MAX,
            duty: self.longest_duty.map(|_| Running::STARTING),
            memory: Riders::default(),
            odd: 0,
            aboard: Vec::new(),
        };
        let rested = self.rest.map(|rule| {
            let begins = shift.earliest.max(rule.between.earliest) + rule.length;
            Label { rested: true, begins, ..label.clone() }
        });
        run.labels.extend(std::iter::once(label).chain(rested));
        let roots = run.labels.len() as u32;
        for index in 0..roots {
            run.steps.iter_mut().for_each(|steps| steps.begin(index));
            let label = run.labels[index as usize].clone();
            for node in self.network.node_ids() {
                if self.network.node(node).action == Action::Board {
                    self.visit(run, &label, index, node);
                }
            }
        }
    }

    /// All that can follow a label.
    pub(super) fn extend(&mut self, run: &mut Run, label: &Label, index: u32) {
        let network = self.network;
        for aboard in &label.aboard {
            for &node in network.alighting(aboard.group) {
                self.visit(run, label, index, node);
            }
        }
        for &node in network.boarding(label.node) {
            let place = network.node(node).visit.place;
            let lingers = |aboard: &Aboard| network.is_destination(aboard.group, place);
            if !label.aboard.iter().any(lingers) {
                self.visit(run, label, index, node);
            }
        }
        if label.aboard.is_empty() {
            self.end(run, label, index);
            self.rest(run, label, index);
        }
    }

    /// The driver's rest after the label's stop, nobody aboard.
    fn rest(&self, run: &mut Run, label: &Label, index: u32) {
        let Some(rule) = self.rest.filter(|_| !label.rested) else { return };
        let begins = label.ready().max(rule.between.earliest);
        let latest = rule.between.latest - rule.length;
        if begins > latest {
            return;
        }
        let duty = label.duty.map(|duty| duty.after(label, Duration::ZERO));
        let (spends, parent) = (rule.length, index);
        let next = Label { rested: true, begins, latest, spends, parent, duty, ..label.clone() };
        run.keep(next, self.shift.earliest, &self.closed[usize::from(label.node)]);
    }

    /// Whether the longest duty is over before the vehicle is home, which takes so much longer.
    fn is_duty_too_long(&self, label: &Label, home: Duration) -> bool {
        let duty = label.duty.zip(self.longest_duty);
        duty.is_some_and(|(duty, longest)| duty.elapsed + label.spends + home > longest)
    }

    /// The end of the route, nobody aboard.
    fn end(&self, run: &mut Run, label: &Label, index: u32) {
        let (way, cost) = self.way_out(label.node, label.rested, run.duals);
        let returns = label.ready() + way;
        let is_too_long = self.is_duty_too_long(label, way);
        let rests_in_time = self.rest.is_none_or(|rule| {
            self.is_linked()
                || label.rested
                || returns + rule.length <= rule.between.latest.min(self.shift.latest)
        });
        if returns > self.shift.latest || is_too_long || !rests_in_time {
            return;
        }
        let reduced_cost = label.cost + cost;
        run.least = run.least.min(reduced_cost);
        if let Some(steps) = &mut run.steps {
            steps.end(index, cost);
        }
        if reduced_cost < run.below {
            run.ends.push((reduced_cost, index));
        }
    }

    pub(super) fn cost_of(&self, leg: Leg) -> i64 {
        let Leg { duration: driving, distance } = leg;
        self.spec.tariff.parts(Totals { distance, driving, ..Totals::default() })
    }

    pub(super) fn cost_of_boarding(&self, boarding: Duration) -> i64 {
        self.spec.tariff.parts(Totals { boarding, ..Totals::default() })
    }

    /// Goes on from the label to the node, in every way that is possible.
    fn visit(&mut self, run: &mut Run, label: &Label, index: u32, id: NodeId) {
        let Some(mut next) = self.arrived(run.duals, label, index, id) else { return };
        if let Some(onwards) = run.onwards {
            let load = self.room.taken_by(label.load);
            if !onwards.may_cost_less(label, load, (id, next.begins), run.reach - next.cost) {
                return;
            }
        }
        let node = self.network.node(id);
        let known = self.network.known(id);
        if let Some(rider) = known {
            next.memory.insert(rider);
            let cuts = run.cuts.of(rider);
            next.cost += run.cuts.price(next.odd & cuts);
            next.odd ^= cuts;
            next.cost += self.cost_of_boarding(node.visit.service + node.elsewhere)
                - run.duals.requests[rider.index()];
        }
        match (node.action, known.is_some()) {
            (Action::Board, true) => self.board_known(run, next),
            (Action::Board, false) => self.board_unknown(run, next),
            (Action::Alight, true) => self.alight_known(run, next),
            (Action::Alight, false) => self.alight_together(run, next),
        }
    }

    /// The label when the vehicle has come to a node, before anybody boards or alights; `None` if that
    /// is too late or of no use.
    fn arrived(&self, duals: &Duals, label: &Label, index: u32, id: NodeId) -> Option<Label> {
        let network = self.network;
        let node = network.node(id);
        let is_remembered = network.known(id).is_some_and(|rider| label.memory.contains(rider));
        if is_remembered || !self.suits[usize::from(id)] {
            return None;
        }
        let (way, cost) = match label.node {
            DEPOT => self.way_in(label, id, duals),
            from => (network.leg(from, id).duration, self.cost_of(network.leg(from, id))),
        };
        let begins = (label.ready() + way).max(node.visit.window.earliest);
        if begins > node.visit.window.latest {
            return None;
        }
        let (aboard, latest) = self.carried_on(label, id, way)?;
        Some(Label {
            node: id,
            rested: label.rested,
            dominated: false,
            company: label.company,
            parent: index,
            begins,
            latest: latest.min(node.visit.window.latest),
            spends: node.visit.service,
            cost: label.cost + cost,
            load: label.load,
            room: label.room,
            duty: label.duty.map(|duty| duty.after(label, way)),
            memory: label.memory.shared_with(self.memory.at(id)),
            odd: label.odd,
            aboard,
        })
    }

    /// Who stays aboard on the way to a node, and the latest moment at which a longest ride lets
    /// service begin there; `None` if a longest ride ends too late.
    fn carried_on(
        &self,
        label: &Label,
        id: NodeId,
        drive: Duration,
    ) -> Option<(Vec<Aboard>, Time)> {
        let network = self.network;
        let node = network.node(id);
        let mut latest = Time::DISTANT_FUTURE;
        let mut all = Vec::with_capacity(label.aboard.len() + 1);
        for aboard in &label.aboard {
            let mut aboard = *aboard;
            let longest = network.group(aboard.group).longest;
            if aboard.boards_unknown || longest.is_some() {
                aboard.running = aboard.running.after(label, drive);
            }
            if let Some(longest) = longest {
                let exit = network.alighting(aboard.group)[0];
                let rest = if exit == id {
                    latest = latest.min(aboard.running.latest_start + longest);
                    Duration::ZERO
                } else {
                    node.visit.service + network.least_time(id, exit)
                };
                if aboard.running.elapsed + rest > longest {
                    return None;
                }
            }
            all.push(aboard);
        }
        Some((all, latest))
    }

    /// Somebody boards who is known.
    fn board_known(&mut self, run: &mut Run, mut next: Label) {
        let node = self.network.node(next.node);
        next.load = next.load + node.load;
        let left = self.room.all - self.room.taken_by(next.load);
        if !self.spec.holds(next.load) {
            return;
        }
        if next.room < i64::MAX {
            next.room = next.room.min(left);
        }
        let place = next.aboard.iter().position(|aboard| aboard.group == node.group);
        let Some(place) = place.or_else(|| self.join(&mut next, node.group)) else { return };
        let aboard = &mut next.aboard[place];
        aboard.known += 1;
        aboard.load = aboard.load + node.load;
        aboard.shared += node.elsewhere;
        self.keep(run, next);
    }

    /// Somebody boards; who, shows later.
    fn board_unknown(&mut self, run: &mut Run, mut next: Label) {
        let group = self.network.node(next.node).group;
        next.room = self.room.all - self.room.taken_by(next.load);
        let place = next.aboard.iter().position(|aboard| aboard.group == group);
        let Some(place) = place.or_else(|| self.join(&mut next, group)) else { return };
        let least = self.network.group(group).least_service;
        next.spends = least;
        let aboard = &mut next.aboard[place];
        (aboard.since, aboard.shared) = (next.begins, least);
        aboard.running = Running { elapsed: -least, ..Running::STARTING };
        self.keep(run, next);
    }

    /// Somebody alights and becomes known; others of his group are still aboard, or nobody is.
    fn alight_known(&mut self, run: &mut Run, mut next: Label) {
        let node = self.network.node(next.node);
        next.room -= self.room.taken_by(node.load);
        if next.room < 0 || !self.spec.holds(next.load + node.load) {
            return;
        }
        let place = next.aboard.iter().position(|aboard| aboard.group == node.group);
        let place = place.expect("only who is aboard alights");
        let least = self.network.group(node.group).least_service;
        let mut last = next.clone();
        if last.board_late(place, node.elsewhere - least) {
            self.leave(&mut last, node.group);
            self.keep(run, last);
        }
        let has_room = next.room >= self.room.of_seat.min(self.room.of_wheelchair.max(1));
        if has_room && next.board_late(place, node.elsewhere) {
            self.keep(run, next);
        }
    }

    /// All of a group who are aboard alight, or one of them for now.
    fn alight_together(&mut self, run: &mut Run, mut next: Label) {
        let node = self.network.node(next.node);
        let place = next.aboard.iter().position(|aboard| aboard.group == node.group);
        let aboard = next.aboard[place.expect("only who is aboard alights")];
        let least = self.network.group(node.group).least_service;
        let closes = node.visit.window.latest;
        // Whatever can be done with more people aboard, less one, can be recorded for fewer.
        let several = if run.steps.is_some() { 1 } else { 2 };
        if aboard.known >= several && next.begins + least <= closes {
            let mut part = next.clone();
            part.spends = least;
            let stays = &mut part.aboard[place.expect("found above")];
            stays.known = 1;
            stays.shared = least;
            self.keep(run, part);
        }
        next.spends = aboard.shared;
        if next.begins + next.spends <= closes {
            next.load = next.load - aboard.load;
            self.leave(&mut next, node.group);
            self.keep(run, next);
        }
    }

    /// Takes a group aboard; its place, or `None` if it may not be with those who are.
    fn join(&mut self, label: &mut Label, group: GroupId) -> Option<usize> {
        label.company = self.companies.with(self.network, label.company, group)?;
        let place = label.aboard.partition_point(|aboard| aboard.group < group);
        let aboard = Aboard {
            group,
            boards_unknown: self.network.group(group).known_at == Action::Alight,
            is_limited: self.network.group(group).longest.is_some(),
            known: 0,
            load: Load::EMPTY,
            shared: Duration::ZERO,
            since: label.begins,
            running: Running::STARTING,
        };
        label.aboard.insert(place, aboard);
        Some(place)
    }

    /// Nobody of the group is aboard any more.
    fn leave(&mut self, label: &mut Label, group: GroupId) {
        label.company = self.companies.without(label.company, group);
        label.aboard.retain(|aboard| aboard.group != group);
        if !label.aboard.iter().any(|aboard| aboard.boards_unknown) {
            label.room = i64::MAX;
        }
    }

    /// Keeps the label if all who are aboard can still be set down in time and it is not dominated.
    fn keep(&self, run: &mut Run, label: Label) {
        let ready = label.ready();
        let late = |aboard: &Aboard| {
            let unloads = if aboard.boards_unknown { Duration::ZERO } else { aboard.shared };
            ready + unloads > self.network.leave_by(label.node, aboard.group)
                && self.network.alighting(aboard.group) != [label.node]
        };
        let is_too_long = self.is_duty_too_long(&label, self.least_end[usize::from(label.node)]);
        let rest = self.rest.filter(|_| !label.rested);
        let rests_too_late = rest.is_some_and(|rule| ready + rule.length > rule.between.latest);
        if label.begins > label.latest
            || is_too_long
            || rests_too_late
            || label.aboard.iter().any(late)
        {
            return;
        }
        let closed = &self.closed[usize::from(label.node)];
        run.keep(label, self.shift.earliest, closed);
    }
}
