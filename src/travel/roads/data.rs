//! The roads of an area as they are mapped, before they become a graph.

use super::speeds::RoadClass;
use super::tags::TurnRule;
use crate::domain::Coordinates;

/// The roads of an area.
#[derive(Clone, Default, Debug)]
pub struct RoadData {
    /// The bends and junctions of all roads.
    pub points: Vec<Coordinates>,
    /// Points that no car passes.
    pub closed: Vec<bool>,
    /// The roads.
    pub roads: Vec<Road>,
    /// Where turning is forbidden.
    pub restrictions: Vec<Restriction>,
}

/// A road that cars may use, or the part of it that lies in the area.
#[derive(Clone, Debug)]
pub struct Road {
    /// The OpenStreetMap way.
    pub way: i64,
    /// Its points, by index, in order.
    pub points: Vec<u32>,
    /// How it is driven.
    pub usage: RoadUse,
}

/// How a road is driven.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RoadUse {
    /// What kind of road it is.
    pub class: RoadClass,
    /// Speed in km/h from the first point to the last, if that is allowed.
    pub forward_kmh: Option<f64>,
    /// Speed in km/h from the last point to the first, if that is allowed.
    pub backward_kmh: Option<f64>,
    /// Whether people get in and out there.
    pub may_stop: bool,
}

/// A turn restriction at one point.
#[derive(Clone, Debug)]
pub struct Restriction {
    /// What it says.
    pub rule: TurnRule,
    /// The ways one comes from.
    pub from: Vec<i64>,
    /// The point, by index.
    pub via: u32,
    /// The ways it speaks of.
    pub to: Vec<i64>,
}
