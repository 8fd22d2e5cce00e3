//! The linear relaxation of the route model over the columns met so far (HiGHS, kept warm from one
//! solution to the next).

use highs::{ColProblem, HighsModelStatus, Model, Row, Sense};

use crate::domain::{Instance, RequestId, Tariff, TypeId};
use crate::error::{Error, Result};
use crate::evaluate::Route;
use crate::exact::pricing::Duals;

/// A route, or a path that is as good as a route or better.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub kind: TypeId,
    /// In parts of an øre.
    pub cost: i64,
    /// Whom it serves, one entry for each time.
    pub serves: Vec<RequestId>,
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
        }
    }

    pub fn reduced_cost(&self, duals: &Duals) -> i64 {
        let served: i64 = self.serves.iter().map(|rider| duals.requests[rider.index()]).sum();
        self.cost - served - duals.types[self.kind.index()]
    }
}

/// The relaxation: a row for each request, then for each vehicle type; a column for leaving each
/// request out, then the columns as added.
pub(super) struct Relaxation {
    /// `None` only after HiGHS has failed.
    model: Option<Model>,
    rows: Vec<Row>,
    requests: usize,
    columns: Vec<Column>,
    /// So many parts of an øre are 1 to HiGHS, whose tolerances are absolute.
    unit: f64,
}

/// An optimum of the relaxation.
#[derive(Clone, Debug)]
pub(super) struct Optimum {
    /// In parts of an øre.
    pub value: f64,
    pub duals: Duals,
}

impl Relaxation {
    /// No columns but those that leave requests out at these prices, in parts of an øre; `unit` is
    /// what a request costs, more or less.
    pub fn new(instance: &Instance, prices: &[i64], unit: i64) -> Self {
        let unit = unit.max(1) as f64;
        let mut problem = ColProblem::default();
        let mut rows: Vec<Row> = prices.iter().map(|_| problem.add_row(1.0..)).collect();
        for (&row, price) in rows.iter().zip(prices) {
            problem.add_column(*price as f64 / unit, 0.0.., [(row, 1.0)]);
        }
        let fleet = instance.types().iter();
        rows.extend(fleet.map(|kind| problem.add_row(..=kind.vehicles.len() as f64)));
        let mut model = problem.optimise(Sense::Minimise);
        model.make_quiet();
        model.set_option("presolve", "off");
        model.set_option("solver", "simplex");
        model.set_option("parallel", "off");
        // Added columns leave the last basis feasible: the primal simplex method goes on from it.
        model.set_option("simplex_strategy", 4);
        model.set_option("threads", 1);
        Self { model: Some(model), rows, requests: prices.len(), columns: Vec::new(), unit }
    }

    /// The columns, in the order in which they were added.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Adds a column.
    pub fn add(&mut self, column: Column) {
        let Some(model) = &mut self.model else { return };
        let mut serves = column.serves.clone();
        serves.sort_unstable();
        let entries = serves.chunk_by(|one, two| one == two);
        let entries = entries.map(|times| (self.rows[times[0].index()], times.len() as f64));
        let fleet = (self.rows[self.requests + column.kind.index()], 1.0);
        let cost = column.cost as f64 / self.unit;
        model.add_col(cost, 0.0.., entries.chain([fleet]));
        self.columns.push(column);
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
        let (requests, types) = solution.dual_rows().split_at(self.requests);
        let duals = Duals {
            requests: requests.iter().map(parts).map(|dual| dual.max(0)).collect(),
            types: types.iter().map(parts).map(|dual| dual.min(0)).collect(),
        };
        self.model = Some(Model::from(solved));
        Ok(Optimum { value, duals })
    }
}
