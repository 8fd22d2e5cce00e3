//! Who may be aboard together, and how many.

use rustc_hash::FxHashMap;

use crate::domain::{Load, VehicleSpec};
use crate::exact::network::{GroupId, Network};

/// One measure of loads: no vehicle has room for a load whose measure exceeds `all`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub of_seat: i64,
    pub of_wheelchair: i64,
    pub all: i64,
}

impl Room {
    /// The tightest measure of the layouts `seats + wheelchairs × a ≤ all` that allows each of them.
    pub fn of(spec: &VehicleSpec) -> Self {
        let alternatives = spec.layouts.alternatives();
        let most = alternatives.iter().map(|&(seats, _)| i64::from(seats)).max().unwrap_or(0);
        // The ratio a = gives / takes, the smallest of all layouts with places for wheelchairs.
        let ratios = alternatives.iter().filter(|&&(_, wheelchairs)| wheelchairs > 0);
        let ratios =
            ratios.map(|&(seats, wheelchairs)| (most - i64::from(seats), i64::from(wheelchairs)));
        let (gives, takes) =
            ratios.min_by(|one, two| (one.0 * two.1).cmp(&(two.0 * one.1))).unwrap_or((0, 1));
        Self { of_seat: takes, of_wheelchair: gives, all: most * takes }
    }

    #[inline]
    pub fn taken_by(&self, load: Load) -> i64 {
        self.of_seat * i64::from(load.seats) + self.of_wheelchair * i64::from(load.wheelchairs)
    }
}

/// Sets of groups that are aboard together.
#[derive(Debug)]
pub(super) struct Companies {
    groups: Vec<Vec<GroupId>>,
    ids: FxHashMap<Vec<GroupId>, CompanyId>,
    with: FxHashMap<(CompanyId, GroupId), Option<CompanyId>>,
    without: FxHashMap<(CompanyId, GroupId), CompanyId>,
}

/// Index of a company.
pub(super) type CompanyId = u32;
/// No company: nobody is aboard.
pub(super) const NOBODY: CompanyId = 0;

impl Companies {
    pub fn new() -> Self {
        Self {
            groups: vec![Vec::new()],
            ids: FxHashMap::from_iter([(Vec::new(), NOBODY)]),
            with: FxHashMap::default(),
            without: FxHashMap::default(),
        }
    }

    /// The groups of a company, sorted.
    pub fn groups_of(&self, company: CompanyId) -> &[GroupId] {
        &self.groups[company as usize]
    }

    /// Whether a group is one of a company.
    #[inline]
    pub fn has(&self, company: CompanyId, group: GroupId) -> bool {
        self.groups_of(company).contains(&group)
    }

    /// The company with one group more; `None` if they may not be aboard together.
    pub fn with(
        &mut self,
        network: &Network,
        company: CompanyId,
        group: GroupId,
    ) -> Option<CompanyId> {
        if let Some(&known) = self.with.get(&(company, group)) {
            return known;
        }
        let others = self.groups[company as usize].iter();
        let one = network.group(group);
        let apart = others.map(|&other| network.group(other)).any(|other| {
            one.alone
                || other.alone
                || other.riders.iter().any(|&rider| one.not_with.contains(rider))
        });
        let next = (!apart).then(|| {
            let mut groups = self.groups[company as usize].clone();
            groups.push(group);
            groups.sort_unstable();
            self.id(groups)
        });
        self.with.insert((company, group), next);
        next
    }

    /// The company with one group less.
    pub fn without(&mut self, company: CompanyId, group: GroupId) -> CompanyId {
        if let Some(&known) = self.without.get(&(company, group)) {
            return known;
        }
        let mut groups = self.groups[company as usize].clone();
        groups.retain(|&other| other != group);
        let next = self.id(groups);
        self.without.insert((company, group), next);
        next
    }

    fn id(&mut self, groups: Vec<GroupId>) -> CompanyId {
        if let Some(&id) = self.ids.get(&groups) {
            return id;
        }
        let id = self.groups.len() as CompanyId;
        self.groups.push(groups.clone());
        self.ids.insert(groups, id);
        id
    }
}
