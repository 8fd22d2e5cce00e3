//! Turn restrictions as forbidden pairs of arcs.
//!
//! They bind where roads meet or end. Ways that a restriction names but cars may not use are as good
//! as not there: an `only_…` restriction into such a way binds nobody.

use rustc_hash::FxHashMap;

use super::data::{Restriction, RoadData};
use super::stretches::{ArcId, Stretches};
use super::tags::TurnRule;

/// For an arc, the arcs that must not follow it.
pub type Bans = FxHashMap<ArcId, Vec<ArcId>>;

/// The turns that restrictions forbid.
pub fn bans(data: &RoadData, stretches: &Stretches) -> Bans {
    let mut bans = Bans::default();
    let arriving = arriving(data, stretches);
    for restriction in &data.restrictions {
        let via = stretches.junction_at[restriction.via as usize];
        let arriving = via.and_then(|via| arriving.get(&via)).map_or(&[][..], Vec::as_slice);
        let is_from = |arc: &&ArcId| restriction.from.contains(&way(stretches, **arc));
        for &from in arriving.iter().filter(is_from) {
            let banned = banned_after(from, restriction, arriving, stretches);
            if !banned.is_empty() && stretches.cost(from).is_some() {
                bans.entry(from).or_default().extend(banned);
            }
        }
    }
    bans
}

fn way(stretches: &Stretches, arc: ArcId) -> i64 {
    stretches.list[arc.stretch()].way
}

/// For each junction with a restriction the arcs that end there, allowed or not.
fn arriving(data: &RoadData, stretches: &Stretches) -> FxHashMap<u32, Vec<ArcId>> {
    let via = data.restrictions.iter().filter_map(|one| stretches.junction_at[one.via as usize]);
    let mut arriving: FxHashMap<u32, Vec<ArcId>> = via.map(|via| (via, Vec::new())).collect();
    if !arriving.is_empty() {
        for arc in stretches.arcs() {
            if let Some(arcs) = arriving.get_mut(&stretches.head(arc)) {
                arcs.push(arc);
            }
        }
    }
    arriving
}

/// The arcs that a restriction forbids to those who come along `from`.
fn banned_after(
    from: ArcId,
    restriction: &Restriction,
    arriving: &[ArcId],
    stretches: &Stretches,
) -> Vec<ArcId> {
    let leaving = arriving.iter().map(|arc| arc.reverse());
    let leaving: Vec<_> = leaving.filter(|&arc| stretches.cost(arc).is_some()).collect();
    let is_to = |arc: &ArcId| restriction.to.contains(&way(stretches, *arc));
    let is_same_way = |arc: &ArcId| way(stretches, *arc) == way(stretches, from);
    let is_banned = |arc: &ArcId| match restriction.rule {
        TurnRule::Forbidden => is_to(arc),
        // Where the road goes on under the same way, driving on is not turning back.
        TurnRule::NoTurningBack => is_to(arc) && (!is_same_way(arc) || *arc == from.reverse()),
        TurnRule::Only => !is_to(arc),
    };
    let may_go = leaving.iter().any(is_to);
    leaving.into_iter().filter(|arc| may_go && is_banned(arc)).collect()
}
