//! The linear program over the drives and cuts met so far, and the bound that its duals prove.

use highs::{Col, ColProblem, HighsModelStatus, Model, Row};

use crate::domain::Instance;
use crate::error::{Error, Result};
use crate::exact::relaxation::{DUAL, configured};
use crate::exact::tours::cuts::{Cut, violated};
use crate::exact::tours::drives::{Drive, Places, drives};

/// The program.
pub(super) struct Program {
    /// `None` only after HiGHS has failed.
    model: Option<Model>,
    places: Places,
    drives: Vec<Drive>,
    /// Which drives are in the model.
    driven: Vec<Option<Col>>,
    /// What leaving each request out costs.
    prices: Vec<i64>,
    left_out: Vec<Col>,
    vehicles: i64,
    /// (1) for coming to each stop, then for leaving each; then (2).
    rows: Vec<Row>,
    cuts: Vec<(Cut, Row)>,
    /// So many parts of an øre are 1 to HiGHS.
    unit: f64,
}

/// A solution over the drives and cuts so far.
pub(super) struct Solved {
    /// No plan costs less, in parts of an øre.
    pub bound: i64,
    /// Drives that are not in the program and would make it cheaper.
    missing: Vec<usize>,
    /// How much of each drive and of leaving each request out is used.
    driven: Vec<f64>,
    left_out: Vec<f64>,
}

/// As many of the cheapest drives from and to each stop are in the program from the start.
const CHEAPEST: usize = 10;
/// The most drives that are added at a time.
const MOST_DRIVES: usize = 2_000;

impl Program {
    pub fn new(instance: &Instance, prices: &[i64]) -> Self {
        let places = Places { requests: prices.len() };
        let drives = drives(instance);
        let vehicles = instance.vehicles().len() as i64;
        let mut problem = ColProblem::default();
        let degrees = (0..2 * places.stops()).map(|_| problem.add_row(1.0..=1.0));
        let mut rows: Vec<Row> = degrees.collect();
        rows.push(problem.add_row(..=vehicles as f64));
        let sum: i64 = drives.iter().map(|drive| drive.cost).sum();
        let unit = (sum / drives.len().max(1) as i64).max(1) as f64;
        let mut program = Self {
            model: None,
            places,
            driven: vec![None; drives.len()],
            drives,
            prices: prices.to_vec(),
            left_out: Vec::new(),
            vehicles,
            rows,
            cuts: Vec::new(),
            unit,
        };
        let mut model = configured(problem);
        // Added rows leave the last prices right.
        model.set_option("simplex_strategy", DUAL);
        for (request, &price) in prices.iter().enumerate() {
            let rows = program.degrees_left_out(request).map(|row| (program.rows[row], 1.0));
            program.left_out.push(model.add_col(price as f64 / unit, 0.0.., rows));
        }
        program.model = Some(model);
        let first = program.cheapest();
        first.into_iter().for_each(|drive| program.add(drive));
        program
    }

    /// The rows of (1) that leaving a request out is in.
    fn degrees_left_out(&self, request: usize) -> [usize; 4] {
        let (stops, requests) = (self.places.stops(), self.places.requests);
        [request, requests + request, stops + request, stops + requests + request]
    }

    /// The cheapest drives from and to each stop.
    fn cheapest(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.drives.len()).collect();
        order.sort_unstable_by_key(|&at| self.drives[at].cost);
        let mut number = vec![[0; 2]; self.places.stops() + 2];
        order.retain(|&at| {
            let &Drive { from, to, .. } = &self.drives[at];
            let stays = number[from][0] < CHEAPEST || number[to][1] < CHEAPEST;
            number[from][0] += 1;
            number[to][1] += 1;
            stays || from == self.places.out() || to == self.places.back()
        });
        order
    }

    /// The rows of (1, 2) that a drive is in.
    fn degrees(&self, drive: &Drive) -> impl Iterator<Item = usize> + use<> {
        let stops = self.places.stops();
        let leaves = if drive.from == self.places.out() { 2 * stops } else { stops + drive.from };
        let comes = (drive.to < stops).then_some(drive.to);
        [Some(leaves), comes].into_iter().flatten()
    }

    /// Puts a drive into the program.
    fn add(&mut self, at: usize) {
        let drive = &self.drives[at];
        let degrees = self.degrees(drive).map(|row| self.rows[row]);
        let cuts = self.cuts.iter().filter(|(cut, _)| cut.meets(self.places, drive));
        let rows: Vec<(Row, f64)> =
            degrees.chain(cuts.map(|&(_, row)| row)).map(|row| (row, 1.0)).collect();
        let Some(model) = &mut self.model else { return };
        self.driven[at] = Some(model.add_col(drive.cost as f64 / self.unit, 0.0.., rows));
    }

    /// Adds the drives that are missing; whether there were any.
    pub fn add_drives(&mut self, solved: &Solved) -> bool {
        solved.missing.iter().take(MOST_DRIVES).for_each(|&drive| self.add(drive));
        !solved.missing.is_empty()
    }

    /// Adds the cuts that are violated; whether there were any.
    pub fn cut(&mut self, solved: &Solved) -> bool {
        let driven = self.drives.iter().zip(&solved.driven).filter(|(_, used)| **used > 1e-6);
        let driven: Vec<(Drive, f64)> =
            driven.map(|(drive, used)| (drive.clone(), *used)).collect();
        let mut new = violated(self.places, &driven, &solved.left_out);
        new.retain(|cut| self.cuts.iter().all(|(other, _)| other != cut));
        let Some(model) = &mut self.model else { return false };
        let is_new = !new.is_empty();
        for cut in new {
            let drives = self.drives.iter().zip(&self.driven);
            let met = drives.filter(|(drive, _)| cut.meets(self.places, drive));
            let met = met.filter_map(|(_, col)| *col).chain([self.left_out[cut.request]]);
            let row = model.add_row(1.0.., met.map(|col| (col, 1.0)).collect::<Vec<_>>());
            self.cuts.push((cut, row));
        }
        is_new
    }

    /// Solves the program.
    ///
    /// # Errors
    /// [`Error::Solver`] when HiGHS fails, then and ever after.
    pub fn solve(&mut self) -> Result<Solved> {
        let failed = |reason: &str| Error::Solver { reason: reason.to_owned() };
        let model = self.model.take().ok_or_else(|| failed("it has failed before"))?;
        let solved = model.try_solve().map_err(|status| failed(&format!("{status:?}")))?;
        if solved.status() != HighsModelStatus::Optimal {
            return Err(failed(&format!("{:?} for a linear program", solved.status())));
        }
        let solution = solved.get_solution();
        let parts = |&dual: &f64| (dual * self.unit).round() as i64;
        let duals: Vec<i64> = solution.dual_rows().iter().map(parts).collect();
        let values = solution.columns();
        let used = |col: &Option<Col>| col.map_or(0.0, |col| values[col.index()]);
        let driven = self.driven.iter().map(used).collect();
        let left_out = self.left_out.iter().map(|col| values[col.index()]).collect();
        let (bound, missing) = self.bound(&duals);
        self.model = Some(Model::from(solved));
        Ok(Solved { bound, missing, driven, left_out })
    }

    /// What duals prove, in whole numbers: each drive and each request left out is used once at most. And the
    /// drives that are missing, the worst first.
    fn bound(&self, duals: &[i64]) -> (i64, Vec<usize>) {
        let (degrees, cuts) = duals.split_at(self.rows.len());
        let (&vehicles, degrees) = degrees.split_last().expect("(2) is the last");
        let vehicles = vehicles.min(0);
        let cuts: Vec<i64> = cuts.iter().map(|&dual| dual.max(0)).collect();
        let of_degree = |row: usize| if row < degrees.len() { degrees[row] } else { vehicles };
        let mut sum =
            degrees.iter().sum::<i64>() + self.vehicles * vehicles + cuts.iter().sum::<i64>();
        let priced: Vec<(&Cut, i64)> = self
            .cuts
            .iter()
            .zip(&cuts)
            .filter(|&(_, &dual)| dual > 0)
            .map(|((cut, _), &dual)| (cut, dual))
            .collect();
        let mut missing = Vec::new();
        for (at, drive) in self.drives.iter().enumerate() {
            let met = priced.iter().filter(|(cut, _)| cut.meets(self.places, drive));
            let cost = drive.cost
                - self.degrees(drive).map(of_degree).sum::<i64>()
                - met.map(|(_, dual)| dual).sum::<i64>();
            sum += cost.min(0);
            if self.driven[at].is_none() && (cost as f64) < -1e-6 * self.unit {
                missing.push((cost, at));
            }
        }
        for (request, &price) in self.prices.iter().enumerate() {
            let met = priced.iter().filter(|(cut, _)| cut.request == request);
            let cost = price
                - self.degrees_left_out(request).map(of_degree).iter().sum::<i64>()
                - met.map(|(_, dual)| dual).sum::<i64>();
            sum += cost.min(0);
        }
        missing.sort_unstable();
        (sum, missing.into_iter().map(|(_, at)| at).collect())
    }
}
