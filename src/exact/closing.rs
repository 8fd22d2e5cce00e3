//! Closing: all wave routes that a better plan can be made of are listed, and a MILP chooses among them
//! (Baldacci, Christofides and Mingozzi 2008, doi:10.1007/s10107-007-0178-5).
//!
//! A plan that costs less than some sum uses no wave route whose reduced cost is as large as the distance
//! of that sum from a bound. What the MILP chooses is put together to routes and driven in whole numbers:
//! it is a better plan only if it can be driven, and a bound of all plans whether it can or not.

use std::sync::Arc;

use crate::domain::{Stop, Tariff, TypeId};
use crate::error::Result;
use crate::evaluate::Route;
use crate::exact::bound::{Bound, Generation};
use crate::exact::climb::Task;
use crate::exact::fleet::Fleet;
use crate::exact::links::Link;
use crate::exact::network::{Action, Network, NodeId};
use crate::exact::pricing::{Care, Duals};
use crate::exact::relaxation::Column;
use crate::exact::wave_model::{Choice, OPEN, PARTS_PER_KRONE, WaveModel};

/// How often less is listed where there are too many wave routes to list.
const TRIES: usize = 4;

/// The most choices that are looked at for how their invoices are rounded.
const ROUNDED: usize = 12;

/// What all plans that keep to a fleet cost at least, from a bound of theirs: wave routes that a better
/// plan than the known one can be made of are listed, and a MILP chooses among them. Where there are too
/// many, fewer are listed, and the bound rises by as much as they cost more.
pub(super) fn close(
    task: &Task,
    generation: &mut Generation,
    fleet: &Fleet,
    bound: &Bound,
) -> Result<i64> {
    let Some(bound) = wave_by_wave(generation, bound, fleet, task.is_over) else {
        return Ok(bound.value);
    };
    let mut below = (task.target)().saturating_sub(bound.value);
    for _ in 0..TRIES {
        if let Some(pool) = list(generation, &bound.duals, below, task.is_over) {
            return Ok(choose(task, fleet, &pool)?.min(bound.value.saturating_add(below)));
        }
        below /= 2;
    }
    Ok(bound.value)
}

/// What the same duals prove if the wave routes of a day need not fit together, as the reduced cost of one of
/// them says nothing of the others; `None` if there is not the time.
fn wave_by_wave(
    generation: &mut Generation,
    Bound { duals, .. }: &Bound,
    fleet: &Fleet,
    is_over: &(dyn Fn() -> bool + Sync),
) -> Option<Bound> {
    let care = Care::Exact(generation.most_labels());
    let found = generation.pricers.price(duals, care, 0, is_over);
    let is_exact = found.iter().all(|found| found.is_exact);
    let kinds = (0..duals.types.len() as u32).map(TypeId);
    let mut least: Vec<i64> = kinds.map(|kind| generation.links.least(kind, duals)).collect();
    for (kind, found) in generation.pricers.kinds().into_iter().zip(found) {
        least[kind.index()] += found.least.min(0);
    }
    Bound::of(duals.clone(), least, fleet).filter(|_| is_exact)
}

/// What each choice of these wave routes costs at least. As invoices are rounded, one choice may be the
/// best before, and another one after: the next best is looked for as long as it may be.
fn choose(task: &Task, fleet: &Fleet, pool: &[Column]) -> Result<i64> {
    let mut model = WaveModel { task, fleet, pool, known: Vec::new() };
    loop {
        let solved = model.solve((task.effort)(), task.is_over)?;
        // A float that is too large becomes the largest whole number.
        let least = ((solved.bound - OPEN) * PARTS_PER_KRONE).floor() as i64;
        let Some(choice) = solved.values.and_then(|values| model.choice(&values)) else {
            return Ok(least);
        };
        let routes = routes(task, pool, &choice);
        let is_exhausted =
            routes.as_ref().is_some_and(|routes| is_cheapest(&model, &choice, routes));
        routes.into_iter().for_each(|routes| (task.found)(routes));
        let goes_on = is_exhausted && model.known.len() < ROUNDED && !(task.is_over)();
        if least >= (task.target)() || !goes_on || !solved.is_complete {
            return Ok(least);
        }
        model.known.push(choice);
    }
}

/// Whether no plan of wave routes and links like these is invoiced less than these routes are: none of
/// them costs less before it is rounded, vehicle by vehicle.
fn is_cheapest(model: &WaveModel, choice: &Choice, routes: &[Arc<Route>]) -> bool {
    let column = |&at: &usize| {
        let like = model.like_columns(&[at]);
        like.into_iter().map(|at| model.pool[at].cost).min().unwrap_or(0)
    };
    let links = choice.links.iter().map(|&at| model.task.links.all[at].cost);
    let least: i64 = choice.columns.iter().map(column).chain(links).sum();
    let parts = |route: &Arc<Route>| {
        let tariff = &model.task.instance.spec(route.kind()).tariff;
        tariff.parts(route.totals()) + tariff.day_fee.as_ore() * Tariff::PARTS_PER_ORE
    };
    model.is_plain(choice) && routes.iter().map(parts).sum::<i64>() == least
}

/// All wave routes with a reduced cost less than that; `None` if there are too many to tell, or not the
/// time.
fn list(
    generation: &mut Generation,
    duals: &Duals,
    below: i64,
    is_over: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<Column>> {
    let (network, links) = (generation.network, generation.links);
    // A listing has labels of two kinds.
    let most = generation.most_labels() / 2;
    let lists = generation.pricers.list_waves(duals, below, most, is_over)?;
    let columns = lists.iter().flat_map(|(kind, paths)| {
        paths.iter().map(|path| Column::of_path(network, links, *kind, path))
    });
    Some(columns.collect())
}

/// The routes of a choice; `None` if they cannot be driven.
fn routes(task: &Task, pool: &[Column], choice: &Choice) -> Option<Vec<Arc<Route>>> {
    let mut chosen: Vec<&Column> = choice.columns.iter().map(|&at| &pool[at]).collect();
    let mut links: Vec<&Link> = choice.links.iter().map(|&at| &task.links.all[at]).collect();
    let mut routes = Vec::new();
    while let Some(out) = links.iter().position(|link| link.from.is_none()) {
        let mut link = links.swap_remove(out);
        let mut stops = Vec::new();
        while let Some(to) = link.to {
            let kind = link.kind;
            let begins =
                |one: &&Column| one.kind == kind && one.ends.is_some_and(|ends| ends.0 == to);
            let column = chosen.swap_remove(chosen.iter().position(begins)?);
            stops.extend(expanded(task.network, &column.nodes));
            let last = column.ends.map(|(_, last)| last);
            let goes_on = |next: &&Link| next.kind == kind && next.from == last;
            link = links.swap_remove(links.iter().position(goes_on)?);
        }
        routes.push(Arc::new(Route::new(task.instance, link.kind, stops)?));
    }
    chosen.is_empty().then_some(routes)
}

/// The stops of a path, where all who can be set down together are.
fn expanded(network: &Network, nodes: &[NodeId]) -> Vec<Stop> {
    let mut stops = Vec::new();
    for (at, &id) in nodes.iter().enumerate() {
        let node = network.node(id);
        let of_group = |&other: &NodeId| {
            let is_one = network.node(other).group == node.group;
            network.known(other).filter(|_| is_one)
        };
        let riders: Vec<_> = match (node.action, network.known(id)) {
            (_, Some(rider)) => vec![rider],
            // Who has boarded since the group last alighted.
            (Action::Alight, None) => nodes[..at]
                .iter()
                .rev()
                .take_while(|&&one| one != id)
                .filter_map(of_group)
                .collect(),
            // Who alights before the group boards again.
            (Action::Board, None) => {
                nodes[at + 1..].iter().take_while(|&&one| one != id).filter_map(of_group).collect()
            }
        };
        stops.extend(riders.into_iter().map(|rider| match node.action {
            Action::Board => Stop::Pickup(rider),
            Action::Alight => Stop::Dropoff(rider),
        }));
    }
    stops
}
