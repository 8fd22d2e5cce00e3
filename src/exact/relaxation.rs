//! The linear relaxation of the route model over the columns met so far (HiGHS, kept warm from one
//! solution to the next).
//!
//! ```text
//! min   Σ_p c_p x_p + Σ_i π_i y_i
//! (1)   Σ_p a_ip x_p + y_i ≥ 1              for each request i, which path p serves a_ip times
//! (2)   Σ_{p of type k} x_p − n_k = 0       for each vehicle type k
//! (3)   Σ_k n_k − n = 0
//!       n_k and n within the fleet, x, y ≥ 0
//! ```
//!
//! Where the day has waves, paths are wave routes, links l between them are chosen too, at cost c_l, and
//! instead of (2)
//!
//! ```text
//! (4)   Σ_{l of type k from the depot} z_l − n_k = 0        for each vehicle type k
//! (5)   Σ_{p from e} x_p − Σ_{l to e} z_l = 0               for each end e where paths begin
//! (6)   Σ_{l from e} z_l − Σ_{p to e} x_p = 0               for each end e where paths end
//! (7)   Σ_{p in w} x_p − m_w = 0                        for each wave w
//! (8)   Σ_p ⌊riders of S that p serves / 2⌋ x_p ≤ 1         for some three riders S
//!       m_w within what the fleet may use in the wave, z ≥ 0
//! ```

use highs::{Col, ColProblem, HighsModelStatus, Model, Row, Sense};

use crate::domain::{Instance, RequestId, Tariff, TypeId};
use crate::error::{Error, Result};
use crate::evaluate::Route;
use crate::exact::cuts::{Triple, times, violated};
use crate::exact::fleet::{Fleet, Span, Used};
use crate::exact::links::{End, Link, Links};
use crate::exact::network::{Network, NodeId};
use crate::exact::pricing::{Duals, Path};

/// A route, or a path that is as good as a route or better.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub kind: TypeId,
    /// In parts of an øre.
    pub cost: i64,
    /// Whom it serves, one entry for each time.
    pub serves: Vec<RequestId>,
    /// The path through the network; none for a route.
    pub nodes: Vec<NodeId>,
    /// Where it begins and ends, where the day has several waves.
    pub ends: Option<(End, End)>,
}

impl Column {
    /// The column of a route.
    pub fn of(instance: &Instance, route: &Route) -> Self {
        let tariff = &instance.spec(route.kind()).tariff;
        let fee = tariff.day_fee.as_ore() * Tariff::PARTS_PER_ORE;
        Self {
            kind: route.kind(),
            cost: tariff.parts(route.totals()) + fee,
            serves: route.requests().collect(),
            nodes: Vec::new(),
            ends: None,
        }
    }

    /// The column of a path.
    pub fn of_path(network: &Network, links: &Links, kind: TypeId, path: &Path) -> Self {
        let riders = path.nodes.iter().filter_map(|&node| network.known(node));
        let ends = path.nodes.first().zip(path.nodes.last()).filter(|_| links.is_any());
        let (begins, ends_so) = path.rested;
        let end = |node, rested| End { node, rested };
        Self {
            kind,
            cost: path.cost,
            serves: riders.collect(),
            nodes: path.nodes.clone(),
            ends: ends.map(|(&first, &last)| (end(first, begins), end(last, ends_so))),
        }
    }

    /// The wave that it is in, where the day has several.
    fn wave(&self, links: &Links) -> Option<usize> {
        self.serves.first().filter(|_| links.is_any()).map(|&rider| links.waves.of_request(rider))
    }

    pub fn reduced_cost(&self, links: &Links, duals: &Duals) -> i64 {
        let served: i64 = self.serves.iter().map(|rider| duals.requests[rider.index()]).sum();
        let worth = |end| links.worth(self.kind, end, duals);
        let wave = self.wave(links).map_or(0, |wave| duals.of_wave(wave));
        let ends = self.ends.map(|(first, last)| worth(first) - worth(last) + wave);
        let cuts = duals.cuts.iter().map(|(triple, price)| price * times(triple, &self.serves));
        self.cost + cuts.sum::<i64>()
            - served
            - ends.unwrap_or_else(|| duals.types[self.kind.index()])
    }
}

/// The most links that are added at a time.
const MOST_LINKS: usize = 1_000;
/// Simplex methods: added columns leave the last basis feasible, so that the primal one goes on from it;
/// other bounds and added rows leave its prices right, which suits the dual one. Where there are ends, the
/// optimum is so degenerate that the dual one needs half as many steps for added columns too.
const PRIMAL: i32 = 4;
pub(super) const DUAL: i32 = 1;
/// Less than this of a column is none.
const PART: f64 = 1e-6;

/// The relaxation.
pub(super) struct Relaxation<'a> {
    /// `None` only after HiGHS has failed.
    model: Option<Model>,
    rows: Vec<Row>,
    /// Leaving each request out.
    left_out: Vec<Col>,
    /// The numbers of vehicles of each type, then of all.
    numbers: Vec<Col>,
    /// The numbers of vehicles in each wave.
    in_waves: Vec<Col>,
    columns: Vec<(Column, Col)>,
    links: &'a Links,
    /// How many vehicles there are.
    vehicles: usize,
    /// Which links are in the model.
    linked: Vec<Option<Col>>,
    cuts: Vec<(Triple, Row)>,
    /// Whether the last basis may not be feasible any more.
    is_moved: bool,
    /// So many parts of an øre are 1 to HiGHS, whose tolerances are absolute.
    unit: f64,
}

/// An optimum of the relaxation.
#[derive(Clone, Debug)]
pub(super) struct Optimum {
    /// In parts of an øre.
    pub value: f64,
    pub duals: Duals,
    /// How much of each column is used.
    used: Vec<f64>,
}

impl<'a> Relaxation<'a> {
    /// No columns but those that leave requests out at these prices, in parts of an øre, and the
    /// whole fleet; `unit` is what a request costs, more or less.
    pub fn new(instance: &Instance, links: &'a Links, prices: &[i64], unit: i64) -> Self {
        let unit = unit as f64;
        let mut problem = ColProblem::default();
        let rows: Vec<Row> = prices.iter().map(|_| problem.add_row(1.0..)).collect();
        let fleet = Fleet::of(instance);
        let of_type: Vec<Row> = fleet.of_type.iter().map(|_| problem.add_row(0.0..=0.0)).collect();
        let ends = (0..links.rows(instance)).map(|_| problem.add_row(0.0..=0.0));
        let ends: Vec<Row> = ends.collect();
        let waves = if links.is_any() { links.waves.number() } else { 0 };
        let waves: Vec<Row> = (0..waves).map(|_| problem.add_row(0.0..=0.0)).collect();
        let all = problem.add_row(0.0..=0.0);
        // Vehicles that nobody drives, for a fleet of more than there are columns.
        let idle = prices.iter().sum::<i64>() as f64 / unit;
        for &row in of_type.iter().chain(&waves) {
            problem.add_column(idle, 0.0.., [(row, 1.0)]);
        }
        let mut model = configured(problem);
        let leave_out = |(&row, &price)| model.add_col(price as f64 / unit, 0.0.., [(row, 1.0)]);
        let left_out = rows.iter().zip(prices).map(leave_out).collect();
        let of_types = of_type.iter().zip(&fleet.of_type);
        let number = |(&row, &span)| model.add_col(0.0, range(span), [(row, -1.0), (all, 1.0)]);
        let mut numbers: Vec<Col> = of_types.map(number).collect();
        numbers.push(model.add_col(0.0, range(fleet.all), [(all, -1.0)]));
        let in_waves = waves
            .iter()
            .map(|&row| model.add_col(0.0, f64::NEG_INFINITY.., [(row, -1.0)]))
            .collect();
        let rows = [rows, of_type, ends, waves].concat();
        let (model, linked) = (Some(model), vec![None; links.all.len()]);
        Self {
            model,
            rows,
            left_out,
            numbers,
            in_waves,
            columns: Vec::new(),
            links,
            vehicles: fleet.all.most,
            linked,
            cuts: Vec::new(),
            is_moved: false,
            unit,
        }
    }

    /// Lets leaving a request out cost no more than that, in parts of an øre: prices that are too low
    /// keep duals moderate as long as nobody is left out.
    pub fn limit_prices(&mut self, prices: &[i64], most: i64) {
        let Some(model) = &mut self.model else { return };
        for (&col, &price) in self.left_out.iter().zip(prices) {
            model.change_column_cost(col, price.min(most) as f64 / self.unit);
        }
    }

    /// Whether an optimum leaves somebody out for less than that costs.
    pub fn leaves_out(&self, optimum: &Optimum, prices: &[i64], most: i64) -> bool {
        let mut all = self.left_out.iter().zip(prices);
        all.any(|(col, &price)| price > most && optimum.used[col.index()] > PART)
    }

    /// Adds a column.
    pub fn add(&mut self, column: Column) {
        let Some(model) = &mut self.model else { return };
        let mut serves = column.serves.clone();
        serves.sort_unstable();
        let entries = serves.chunk_by(|one, two| one == two);
        let entries = entries.map(|times| (self.rows[times[0].index()], times.len() as f64));
        let row = |end| self.links.row(column.kind, end);
        let fleet = self.left_out.len() + column.kind.index();
        let first_end = self.left_out.len() + self.numbers.len() - 1;
        let begins = column.ends.and_then(|(first, _)| Some((first_end + row(first)?, 1.0)));
        let ends = column.ends.and_then(|(_, last)| Some((first_end + row(last)?, -1.0)));
        let cuts =
            self.cuts.iter().map(|&(triple, row)| (row, times(&triple, &column.serves) as f64));
        let cuts = cuts.filter(|&(_, times)| times > 0.0);
        let first_wave = self.rows.len() - self.in_waves.len();
        let wave = column.wave(self.links).map(|wave| (first_wave + wave, 1.0));
        let others = [Some(begins.unwrap_or((fleet, 1.0))), ends, wave].into_iter().flatten();
        let others = others.map(|(row, factor)| (self.rows[row], factor));
        let cost = column.cost as f64 / self.unit;
        let col = model.add_col(cost, 0.0.., entries.chain(others).chain(cuts));
        self.columns.push((column, col));
    }

    /// Adds the cuts that an optimum violates most; whether there were any.
    pub fn cut(&mut self, optimum: &Optimum) -> bool {
        let used = |col: &Col| optimum.used.get(col.index()).copied().unwrap_or(0.0);
        let columns = self.columns.iter().map(|(column, col)| (&column.serves[..], used(col)));
        let used: Vec<(&[RequestId], f64)> = columns.filter(|&(_, used)| used > PART).collect();
        let is_new = |triple: &Triple| self.cuts.iter().all(|(other, _)| other != triple);
        let new = violated(&self.links.waves, &used, &is_new);
        let Some(model) = &mut self.model else { return false };
        self.is_moved |= !new.is_empty();
        for &triple in &new {
            let entries = self.columns.iter();
            let entries =
                entries.map(|(column, col)| (*col, times(&triple, &column.serves) as f64));
            let row = model.add_row(..=1.0, entries.filter(|&(_, times)| times > 0.0));
            self.cuts.push((triple, row));
        }
        !new.is_empty()
    }

    /// Adds the links that improve the optimum most; whether there were any.
    fn add_links(&mut self, duals: &Duals) -> bool {
        let Some(model) = &mut self.model else { return false };
        let absent = (0..self.linked.len()).filter(|&link| self.linked[link].is_none());
        let reduced = absent.map(|at| (self.links.reduced_cost(&self.links.all[at], duals), at));
        let mut new: Vec<(i64, usize)> =
            reduced.filter(|&(cost, _)| (cost as f64) < -1e-6 * self.unit).collect();
        new.sort_unstable();
        let (of_types, of_ends) = self.rows[self.left_out.len()..].split_at(self.numbers.len() - 1);
        for &(_, at) in new.iter().take(MOST_LINKS) {
            let Link { kind, from, to, cost } = self.links.all[at];
            let row = |end| self.links.row(kind, end).map(|row| of_ends[row]);
            let begins = from.and_then(row).unwrap_or(of_types[kind.index()]);
            let ends = to.and_then(row).map(|row| (row, -1.0));
            let cost = cost as f64 / self.unit;
            self.linked[at] =
                Some(model.add_col(cost, 0.0.., [(begins, 1.0)].into_iter().chain(ends)));
        }
        !new.is_empty()
    }

    /// Drops the columns that are not to be kept.
    pub fn retain(&mut self, keep: impl Fn(&Column) -> bool) {
        let Some(model) = &mut self.model else { return };
        let before = self.columns.len();
        self.columns.retain(|(column, col)| {
            let stays = keep(column);
            if !stays {
                model.change_column_bounds(*col, 0.0..=0.0);
            }
            stays
        });
        self.is_moved |= self.columns.len() < before;
    }

    /// Lets plans use no other numbers of vehicles than these.
    pub fn limit(&mut self, fleet: &Fleet) {
        let Some(model) = &mut self.model else { return };
        for (&col, &span) in self.numbers.iter().zip(fleet.of_type.iter().chain([&fleet.all])) {
            model.change_column_bounds(col, range(span));
        }
        for (&col, &span) in self.in_waves.iter().zip(&fleet.waves) {
            // What is no limit is to have no price.
            let least = if span.least == 0 { f64::NEG_INFINITY } else { span.least as f64 };
            let most = if span.most < self.vehicles { span.most as f64 } else { f64::INFINITY };
            model.change_column_bounds(col, least..=most);
        }
        self.is_moved = true;
    }

    /// The columns that an optimum uses; those added since are none of them.
    pub fn used(&self, optimum: &Optimum) -> impl Iterator<Item = &Column> {
        let columns = self.columns.iter();
        columns
            .filter(|(_, col)| optimum.used.get(col.index()).is_some_and(|&used| used > PART))
            .map(|(column, _)| column)
    }

    /// How many vehicles of each type an optimum uses, and how many in each wave.
    pub fn numbers_used(&self, optimum: &Optimum) -> Used {
        let (_, of_type) = self.numbers.split_last().expect("the last is of all");
        let used = |cols: &[Col]| cols.iter().map(|col| optimum.used[col.index()]).collect();
        Used { of_type: used(of_type), waves: used(&self.in_waves) }
    }

    /// Solves the relaxation over the columns and links so far; over all links, where it is to be
    /// complete.
    ///
    /// # Errors
    /// [`Error::Solver`] when HiGHS fails, then and ever after.
    pub fn solve(&mut self, is_complete: bool) -> Result<Optimum> {
        loop {
            let optimum = self.solve_once()?;
            if !self.add_links(&optimum.duals) || !is_complete {
                return Ok(optimum);
            }
        }
    }

    fn solve_once(&mut self) -> Result<Optimum> {
        let failed = |reason: &str| Error::Solver { reason: reason.to_owned() };
        let mut model = self.model.take().ok_or_else(|| failed("it has failed before"))?;
        let is_moved = std::mem::take(&mut self.is_moved);
        let strategy = if is_moved || self.links.is_any() { DUAL } else { PRIMAL };
        model.set_option("simplex_strategy", strategy);
        let solved = model.try_solve().map_err(|status| failed(&format!("{status:?}")))?;
        if solved.status() != HighsModelStatus::Optimal {
            return Err(failed(&format!("{:?} for a linear program", solved.status())));
        }
        let solution = solved.get_solution();
        let value = solved.objective_value() * self.unit;
        let unit = self.unit;
        let parts = |&dual: &f64| (dual * unit).round() as i64;
        let (requests, others) = solution.dual_rows().split_at(self.left_out.len());
        let (types, ends) = others.split_at(self.numbers.len() - 1);
        let (ends, cuts) = ends.split_at(self.rows.len() - self.left_out.len() - types.len());
        let (ends, waves) = ends.split_at(ends.len() - self.in_waves.len());
        // The row of all vehicles comes before those of cuts.
        let cuts = self.cuts.iter().zip(&cuts[1..]);
        let duals = Duals {
            requests: requests.iter().map(parts).map(|dual| dual.max(0)).collect(),
            types: types.iter().map(parts).collect(),
            ends: ends.iter().map(parts).collect(),
            waves: waves.iter().map(parts).collect(),
            cuts: cuts.map(|(&(triple, _), dual)| (triple, (-parts(dual)).max(0))).collect(),
        };
        let used = solution.columns().to_vec();
        self.model = Some(Model::from(solved));
        Ok(Optimum { value, duals, used })
    }
}

fn range(span: Span) -> std::ops::RangeInclusive<f64> {
    span.least as f64..=span.most as f64
}

/// As HiGHS is to solve it.
pub(super) fn configured(problem: ColProblem) -> Model {
    let mut model = problem.optimise(Sense::Minimise);
    model.make_quiet();
    model.set_option("presolve", "off");
    model.set_option("solver", "simplex");
    model.set_option("parallel", "off");
    model.set_option("threads", 1);
    model
}
