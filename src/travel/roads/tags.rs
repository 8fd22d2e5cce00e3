//! What OpenStreetMap tags mean to a car: who may pass, which way, and where turning is forbidden.
//!
//! The vehicle is taken for an ordinary car, without the rights of buses and taxis. Tags that only
//! hold at some hours (`…:conditional`) are not read.

use super::speeds::RoadClass;

/// The tags of one node, way or relation.
#[derive(Clone, Debug)]
pub struct Tags<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Tags<'a> {
    /// These pairs of key and value.
    pub fn new(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(found, _)| *found == key).map(|(_, value)| *value)
    }
}

/// In which directions a way may be driven, in the order of its nodes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ways {
    /// First node to last.
    pub forward: bool,
    /// Last node to first.
    pub backward: bool,
}

/// The class of a road that cars may use, or `None` for anything else.
pub fn drivable_class(tags: &Tags<'_>) -> Option<RoadClass> {
    let class = RoadClass::parse(tags.get("highway")?)?;
    let is_area = tags.get("area") == Some("yes");
    (!is_area && car_access(tags) != Some(Access::Closed)).then_some(class)
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Access {
    Open,
    Closed,
}

/// What the most particular access tag says, if there is any.
fn car_access(tags: &Tags<'_>) -> Option<Access> {
    let keys = ["motorcar", "motor_vehicle", "vehicle", "access"];
    let value = keys.iter().find_map(|key| tags.get(key))?;
    let closed =
        ["no", "private", "agricultural", "forestry", "emergency", "military", "psv", "bus"];
    Some(if closed.contains(&value) { Access::Closed } else { Access::Open })
}

/// The directions in which cars may drive a road. Roundabouts and motorways run one way unless
/// tagged otherwise; a reversible lane is open to nobody who plans the evening before.
pub fn directions(tags: &Tags<'_>) -> Ways {
    let forward_only = Ways { forward: true, backward: false };
    match tags.get("oneway:motor_vehicle").or_else(|| tags.get("oneway")) {
        Some("yes" | "1" | "true") => forward_only,
        Some("-1" | "reverse") => Ways { forward: false, backward: true },
        Some("reversible") => Ways { forward: false, backward: false },
        Some("no" | "0" | "false") => Ways { forward: true, backward: true },
        _ => {
            let runs_round = matches!(tags.get("junction"), Some("roundabout" | "circular"));
            let is_motorway = tags.get("highway") == Some("motorway");
            if runs_round || is_motorway {
                forward_only
            } else {
                Ways { forward: true, backward: true }
            }
        }
    }
}

/// Whether people may get in and out along a road of this class.
pub fn may_stop(class: RoadClass, tags: &Tags<'_>) -> bool {
    !matches!(class.name(), "motorway" | "motorway_link") && tags.get("motorroad") != Some("yes")
}

/// Whether a node keeps cars from passing: a bollard, a locked gate, a node with `access=no`.
pub fn is_closed_node(tags: &Tags<'_>) -> bool {
    if let Some(access) = car_access(tags) {
        return access == Access::Closed;
    }
    let open = [
        "border_control",
        "cattle_grid",
        "entrance",
        "gate",
        "height_restrictor",
        "kerb",
        "lift_gate",
        "no",
        "sally_port",
        "swing_gate",
        "toll_booth",
    ];
    let rises = tags.get("bollard") == Some("rising");
    tags.get("barrier").is_some_and(|barrier| !open.contains(&barrier) && !rises)
}

/// What a turn restriction says of the turns from its `from` ways at its `via` node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TurnRule {
    /// Not into the `to` ways.
    Forbidden,
    /// Not back the way one came.
    NoTurningBack,
    /// Into the `to` way and nowhere else.
    Only,
}

/// The rule of a restriction relation, or `None` if it does not bind cars.
pub fn turn_rule(tags: &Tags<'_>) -> Option<TurnRule> {
    let keys = ["restriction:motorcar", "restriction:motor_vehicle", "restriction"];
    if tags.get("type") != Some("restriction") {
        return None;
    }
    let exempt = tags.get("except").unwrap_or("").split([';', ',']).map(str::trim);
    if exempt.into_iter().any(|who| matches!(who, "motorcar" | "motor_vehicle" | "vehicle")) {
        return None;
    }
    match keys.iter().find_map(|key| tags.get(key))? {
        "no_u_turn" => Some(TurnRule::NoTurningBack),
        value if value.starts_with("no_") => Some(TurnRule::Forbidden),
        value if value.starts_with("only_") => Some(TurnRule::Only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags<const N: usize>(pairs: [(&'static str, &'static str); N]) -> Tags<'static> {
        Tags::new(pairs)
    }

    #[test]
    fn the_most_particular_access_tag_decides() {
        let open = [
            tags([("highway", "service")]),
            tags([("highway", "service"), ("access", "destination")]),
            tags([("highway", "service"), ("access", "no"), ("motor_vehicle", "yes")]),
            tags([("highway", "service"), ("vehicle", "private"), ("motorcar", "permissive")]),
        ];
        let closed = [
            tags([("highway", "service"), ("access", "private")]),
            tags([("highway", "service"), ("access", "yes"), ("motor_vehicle", "no")]),
            tags([("highway", "residential"), ("vehicle", "no")]),
            tags([("highway", "footway")]),
            tags([("highway", "construction")]),
            tags([("highway", "service"), ("area", "yes")]),
            tags([("building", "yes")]),
        ];
        assert!(open.iter().all(|tags| drivable_class(tags).is_some()));
        assert!(closed.iter().all(|tags| drivable_class(tags).is_none()));
    }

    #[test]
    fn one_way_streets_roundabouts_and_motorways_run_one_way() {
        let forward = Ways { forward: true, backward: false };
        let backward = Ways { forward: false, backward: true };
        let both = Ways { forward: true, backward: true };
        assert_eq!(directions(&tags([("oneway", "yes")])), forward);
        assert_eq!(directions(&tags([("oneway", "-1")])), backward);
        assert_eq!(directions(&tags([("junction", "roundabout")])), forward);
        assert_eq!(directions(&tags([("highway", "motorway")])), forward);
        assert_eq!(directions(&tags([("highway", "motorway"), ("oneway", "no")])), both);
        assert_eq!(directions(&tags([("highway", "motorway_link")])), both);
        assert_eq!(directions(&tags([("oneway", "yes"), ("oneway:motor_vehicle", "no")])), both);
        let reversible = directions(&tags([("oneway", "reversible")]));
        assert!(!reversible.forward && !reversible.backward);
    }

    #[test]
    fn bollards_close_a_node_and_gates_do_not_unless_tagged() {
        assert!(is_closed_node(&tags([("barrier", "bollard")])));
        assert!(is_closed_node(&tags([("barrier", "block")])));
        assert!(is_closed_node(&tags([("barrier", "gate"), ("access", "private")])));
        assert!(is_closed_node(&tags([("motor_vehicle", "no")])));
        assert!(!is_closed_node(&tags([("barrier", "gate")])));
        assert!(!is_closed_node(&tags([("barrier", "bollard"), ("motor_vehicle", "yes")])));
        assert!(!is_closed_node(&tags([("barrier", "bollard"), ("bollard", "rising")])));
        assert!(!is_closed_node(&tags([("highway", "crossing")])));
    }

    #[test]
    fn nobody_gets_in_on_a_motorway() {
        let class = |highway| RoadClass::parse(highway).expect("a class");
        assert!(!may_stop(class("motorway"), &tags([])));
        assert!(!may_stop(class("motorway_link"), &tags([])));
        assert!(!may_stop(class("trunk"), &tags([("motorroad", "yes")])));
        assert!(may_stop(class("trunk"), &tags([])));
    }

    #[test]
    fn restrictions_bind_us_unless_cars_are_exempt() {
        let rule = |key, value, except| {
            turn_rule(&tags([("type", "restriction"), (key, value), ("except", except)]))
        };
        assert_eq!(rule("restriction", "no_left_turn", ""), Some(TurnRule::Forbidden));
        assert_eq!(rule("restriction", "no_u_turn", ""), Some(TurnRule::NoTurningBack));
        assert_eq!(rule("restriction", "only_straight_on", ""), Some(TurnRule::Only));
        assert_eq!(rule("restriction", "no_left_turn", "psv;bicycle"), Some(TurnRule::Forbidden));
        assert_eq!(rule("restriction", "no_left_turn", "psv; motorcar"), None);
        assert_eq!(rule("restriction:hgv", "no_left_turn", ""), None);
        assert_eq!(rule("restriction:conditional", "no_left_turn @ (07:00-09:00)", ""), None);
        assert_eq!(rule("restriction:motorcar", "no_left_turn", ""), Some(TurnRule::Forbidden));
        assert_eq!(turn_rule(&tags([("type", "route"), ("restriction", "no_left_turn")])), None);
    }
}
