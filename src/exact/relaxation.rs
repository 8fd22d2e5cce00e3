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

use highs::{Col, ColProblem, HighsModelStatus, Model, Row, Sense};

use crate::domain::{Instance, RequestId, Tariff, TypeId};
use crate::error::{Error, Result};
use crate::evaluate::Route;
use crate::exact::fleet::{Fleet, Span};
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
        }
    }

    /// The column of a path.
    pub fn of_path(network: &Network, kind: TypeId, path: &Path) -> Self {
        let riders = path.nodes.iter().filter_map(|&node| network.known(node));
        Self { kind, cost: path.cost, serves: riders.collect(), nodes: path.nodes.clone() }
    }

    pub fn reduced_cost(&self, duals: &Duals) -> i64 {
        let served: i64 = self.serves.iter().map(|rider| duals.requests[rider.index()]).sum();
        self.cost - served - duals.types[self.kind.index()]
    }
}

/// Less than this of a column is none.
const PART: f64 = 1e-6;

/// The relaxation.
pub(super) struct Relaxation {
    /// `None` only after HiGHS has failed.
    model: Option<Model>,
    rows: Vec<Row>,
    /// Leaving each request out.
    left_out: Vec<Col>,
    /// The numbers of vehicles of each type, then of all.
    numbers: Vec<Col>,
    columns: Vec<(Column, Col)>,
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

impl Relaxation {
    /// No columns but those that leave requests out at these prices, in parts of an øre, and the
    /// whole fleet; `unit` is what a request costs, more or less.
    pub fn new(instance: &Instance, prices: &[i64], unit: i64) -> Self {
        let unit = unit as f64;
        let mut problem = ColProblem::default();
        let rows: Vec<Row> = prices.iter().map(|_| problem.add_row(1.0..)).collect();
        let fleet = Fleet::of(instance);
        let of_type: Vec<Row> = fleet.of_type.iter().map(|_| problem.add_row(0.0..=0.0)).collect();
        let all = problem.add_row(0.0..=0.0);
        // Vehicles that nobody drives, for a fleet of more than there are columns.
        let idle = prices.iter().sum::<i64>() as f64 / unit;
        for &row in &of_type {
            problem.add_column(idle, 0.0.., [(row, 1.0)]);
        }
        let mut model = configured(problem);
        let leave_out = |(&row, &price)| model.add_col(price as f64 / unit, 0.0.., [(row, 1.0)]);
        let left_out = rows.iter().zip(prices).map(leave_out).collect();
        let of_types = of_type.iter().zip(&fleet.of_type);
        let number = |(&row, &span)| model.add_col(0.0, range(span), [(row, -1.0), (all, 1.0)]);
        let mut numbers: Vec<Col> = of_types.map(number).collect();
        numbers.push(model.add_col(0.0, range(fleet.all), [(all, -1.0)]));
        let rows = [rows, of_type].concat();
        let model = Some(model);
        Self { model, rows, left_out, numbers, columns: Vec::new(), unit }
    }

    /// The columns, in the order in which they were added.
    pub fn columns(&self) -> impl ExactSizeIterator<Item = &Column> {
        self.columns.iter().map(|(column, _)| column)
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
        let fleet = (self.rows[self.left_out.len() + column.kind.index()], 1.0);
        let cost = column.cost as f64 / self.unit;
        let col = model.add_col(cost, 0.0.., entries.chain([fleet]));
        self.columns.push((column, col));
    }

    /// Drops the columns that are not to be kept.
    pub fn retain(&mut self, keep: impl Fn(&Column) -> bool) {
        let Some(model) = &mut self.model else { return };
        self.columns.retain(|(column, col)| {
            let stays = keep(column);
            if !stays {
                model.change_column_bounds(*col, 0.0..=0.0);
            }
            stays
        });
    }

    /// Lets plans use no other numbers of vehicles than these.
    pub fn limit(&mut self, fleet: &Fleet) {
        let Some(model) = &mut self.model else { return };
        for (&col, &span) in self.numbers.iter().zip(fleet.of_type.iter().chain([&fleet.all])) {
            model.change_column_bounds(col, range(span));
        }
    }

    /// The columns that an optimum uses; those added since are none of them.
    pub fn used(&self, optimum: &Optimum) -> impl Iterator<Item = &Column> {
        let columns = self.columns.iter();
        columns
            .filter(|(_, col)| optimum.used.get(col.index()).is_some_and(|&used| used > PART))
            .map(|(column, _)| column)
    }

    /// How many vehicles of each type an optimum uses.
    pub fn numbers_used(&self, optimum: &Optimum) -> Vec<f64> {
        let (_, of_type) = self.numbers.split_last().expect("the last is of all");
        of_type.iter().map(|col| optimum.used[col.index()]).collect()
    }

    /// Solves the relaxation over the columns so far.
    ///
    /// # Errors
    /// [`Error::Solver`] when HiGHS fails, then and ever after.
    pub fn solve(&mut self) -> Result<Optimum> {
        let failed = |reason: &str| Error::Solver { reason: reason.to_owned() };
        let model = self.model.take().ok_or_else(|| failed("it has failed before"))?;
        let solved = model.try_solve().map_err(|status| failed(&format!("{status:?}")))?;
        if solved.status() != HighsModelStatus::Optimal {
            return Err(failed(&format!("{:?} for a linear program", solved.status())));
        }
        let solution = solved.get_solution();
        let value = solved.objective_value() * self.unit;
        let unit = self.unit;
        let parts = |&dual: &f64| (dual * unit).round() as i64;
        let (requests, types) = solution.dual_rows().split_at(self.left_out.len());
        let duals = Duals {
            requests: requests.iter().map(parts).map(|dual| dual.max(0)).collect(),
            types: types[..self.numbers.len() - 1].iter().map(parts).collect(),
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
fn configured(problem: ColProblem) -> Model {
    let mut model = problem.optimise(Sense::Minimise);
    model.make_quiet();
    model.set_option("presolve", "off");
    model.set_option("solver", "simplex");
    model.set_option("parallel", "off");
    // Added columns leave the last basis feasible: the primal simplex method goes on from it.
    model.set_option("simplex_strategy", 4);
    model.set_option("threads", 1);
    model
}
