//! Which pricing suits a day.

use std::sync::Arc;

use rayon::prelude::*;

use crate::domain::{Instance, TypeId};
use crate::evaluate::Route;
use crate::exact::bound::Bound;
use crate::exact::links::Links;
use crate::exact::memory::Memory;
use crate::exact::network::{Direction, Network};
use crate::exact::pricing::{Care, Duals, Found, Path, Pricer};
use crate::exact::riding::Riding;

/// For each vehicle type and wave.
pub(super) enum Pricers<'a> {
    /// Paths through a network of groups, which may forget whom they have served.
    Grouped(Vec<Pricer<'a>>),
    /// Paths of which it is always known who is aboard, and which serve nobody twice.
    Riding(Vec<Riding<'a>>),
}

/// How far a listing of routes goes: labels of each vehicle type, and routes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Listed {
    pub labels: usize,
    pub routes: usize,
}

impl<'a> Pricers<'a> {
    pub fn new(
        instance: &'a Instance,
        (network, links): (&'a Network, &'a Links),
        memory: &Memory,
    ) -> Self {
        if let Some(riding) = Riding::of_all(instance, network, links) {
            return Self::Riding(riding);
        }
        let kinds = (0..instance.types().len() as u32).map(TypeId);
        let pricers = kinds.flat_map(|kind| {
            let way = (network, Direction::Forward);
            let waves = 0..links.waves.number();
            waves.map(move |wave| Pricer::new(instance, way, (links, wave), kind, memory))
        });
        Self::Grouped(pricers.collect())
    }

    /// How many there are.
    pub fn number(&self) -> usize {
        match self {
            Self::Grouped(pricers) => pricers.len(),
            Self::Riding(pricers) => pricers.len(),
        }
    }

    /// Those of each type's waves in turn, where the day has several.
    pub fn of_waves(&mut self, links: &Links) -> Option<&mut [Pricer<'a>]> {
        match self {
            Self::Grouped(pricers) if links.is_any() => Some(pricers),
            _ => None,
        }
    }

    /// The vehicle type of each.
    pub fn kinds(&self) -> Vec<TypeId> {
        match self {
            Self::Grouped(pricers) => pricers.iter().map(Pricer::kind).collect(),
            Self::Riding(pricers) => pricers.iter().map(Riding::kind).collect(),
        }
    }

    /// Lets paths remember otherwise, if they forget at all.
    pub fn remember(&mut self, memory: &Memory) {
        if let Self::Grouped(pricers) = self {
            pricers.iter_mut().for_each(|pricer| pricer.remember(memory));
        }
    }

    /// What each finds, at most so many paths.
    pub fn price(
        &mut self,
        duals: &Duals,
        care: Care,
        most: usize,
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> Vec<Found> {
        match self {
            Self::Grouped(pricers) => {
                let price = |pricer: &mut Pricer| pricer.price(duals, care, most, is_over);
                pricers.par_iter_mut().map(price).collect()
            }
            Self::Riding(pricers) => {
                let price = |pricer: &mut Riding| pricer.price(duals, care, most, is_over);
                pricers.par_iter_mut().map(price).collect()
            }
        }
    }

    /// For each all wave routes whose reduced cost is less than that; `None` if there are too many to tell,
    /// or not the time.
    pub fn list_waves(
        &mut self,
        duals: &Duals,
        below: i64,
        most: usize,
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<(TypeId, Vec<Path>)>> {
        let Self::Grouped(pricers) = self else { return None };
        let list = |pricer: &mut Pricer| {
            let list = pricer.list(duals, below, most, is_over)?;
            Some((pricer.kind(), list.into_iter().map(|(_, path)| path).collect()))
        };
        pricers.par_iter_mut().map(list).collect()
    }

    /// Whether all routes that matter can be listed, if they are not too many.
    pub fn list_routes(&self) -> bool {
        matches!(self, Self::Riding(_))
    }

    /// All routes that can be part of a plan that costs less than that many parts of an øre; `None` if there
    /// are too many to tell, or not the time.
    pub fn routes(
        &self,
        bound: &Bound,
        target: i64,
        most: Listed,
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<Arc<Route>>> {
        let Self::Riding(pricers) = self else { return None };
        let list = |pricer: &Riding| {
            let spared = bound.spared_by_a_route(pricer.kind());
            let below = (target - bound.value).saturating_add(spared);
            pricer.list(&bound.duals, below, most, is_over)
        };
        let lists: Option<Vec<_>> = pricers.par_iter().map(list).collect();
        Some(lists?.concat())
    }
}
