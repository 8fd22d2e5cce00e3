//! Writes small OpenStreetMap PBF files for tests: one blob of nodes, ways and relations each.
//!
//! Format: <https://wiki.openstreetmap.org/wiki/PBF_Format>; protobuf fields by their numbers.

/// Key and value pairs.
pub type Pairs<'a> = &'a [(&'a str, &'a str)];

/// Members of a relation: role, id, and type (0 node, 1 way, 2 relation).
pub type Members<'a> = &'a [(&'a str, i64, u64)];

/// A file in the making.
pub struct PbfWriter {
    bytes: Vec<u8>,
}

/// The strings of a block and its one group, in the making.
struct Block {
    strings: Vec<String>,
    group: Vec<u8>,
}

impl PbfWriter {
    /// A file with nothing but its header.
    pub fn new() -> Self {
        let mut header = Vec::new();
        put_bytes(&mut header, 4, b"OsmSchema-V0.6");
        let mut writer = Self { bytes: Vec::new() };
        writer.blob("OSMHeader", &header);
        writer
    }

    /// Adds nodes: id, latitude, longitude, tags.
    pub fn nodes(mut self, nodes: &[(i64, f64, f64, Pairs<'_>)]) -> Self {
        let mut block = Block::new();
        for (id, lat, lon, tags) in nodes {
            let mut node = Vec::new();
            put_number(&mut node, 1, zigzag(*id));
            block.put_tags(&mut node, tags);
            put_number(&mut node, 8, zigzag((lat * 1e7).round() as i64));
            put_number(&mut node, 9, zigzag((lon * 1e7).round() as i64));
            put_bytes(&mut block.group, 1, &node);
        }
        self.block(block);
        self
    }

    /// Adds ways: id, nodes, tags.
    pub fn ways(mut self, ways: &[(i64, &[i64], Pairs<'_>)]) -> Self {
        let mut block = Block::new();
        for (id, nodes, tags) in ways {
            let mut way = Vec::new();
            put_number(&mut way, 1, *id as u64);
            block.put_tags(&mut way, tags);
            put_packed(&mut way, 8, &differences(nodes.iter().copied()));
            put_bytes(&mut block.group, 3, &way);
        }
        self.block(block);
        self
    }

    /// Adds relations: id, members, tags.
    pub fn relations(mut self, relations: &[(i64, Members<'_>, Pairs<'_>)]) -> Self {
        let mut block = Block::new();
        for (id, members, tags) in relations {
            let mut relation = Vec::new();
            put_number(&mut relation, 1, *id as u64);
            block.put_tags(&mut relation, tags);
            let roles: Vec<u64> = members.iter().map(|member| block.string(member.0)).collect();
            let types: Vec<u64> = members.iter().map(|member| member.2).collect();
            put_packed(&mut relation, 8, &roles);
            put_packed(&mut relation, 9, &differences(members.iter().map(|member| member.1)));
            put_packed(&mut relation, 10, &types);
            put_bytes(&mut block.group, 4, &relation);
        }
        self.block(block);
        self
    }

    /// The file's content.
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }

    fn block(&mut self, block: Block) {
        let mut strings = Vec::new();
        block.strings.iter().for_each(|string| put_bytes(&mut strings, 1, string.as_bytes()));
        let mut bytes = Vec::new();
        put_bytes(&mut bytes, 1, &strings);
        put_bytes(&mut bytes, 2, &block.group);
        self.blob("OSMData", &bytes);
    }

    fn blob(&mut self, kind: &str, content: &[u8]) {
        let mut blob = Vec::new();
        put_bytes(&mut blob, 1, content);
        let mut header = Vec::new();
        put_bytes(&mut header, 1, kind.as_bytes());
        put_number(&mut header, 3, blob.len() as u64);
        self.bytes.extend((header.len() as u32).to_be_bytes());
        self.bytes.extend(header);
        self.bytes.extend(blob);
    }
}

impl Block {
    fn new() -> Self {
        Self { strings: vec![String::new()], group: Vec::new() }
    }

    fn string(&mut self, text: &str) -> u64 {
        let known = self.strings.iter().position(|string| string == text);
        let index = known.unwrap_or_else(|| {
            self.strings.push(text.into());
            self.strings.len() - 1
        });
        index as u64
    }

    fn put_tags(&mut self, bytes: &mut Vec<u8>, tags: Pairs<'_>) {
        let keys: Vec<u64> = tags.iter().map(|(key, _)| self.string(key)).collect();
        let values: Vec<u64> = tags.iter().map(|(_, value)| self.string(value)).collect();
        put_packed(bytes, 2, &keys);
        put_packed(bytes, 3, &values);
    }
}

fn put_varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn put_number(bytes: &mut Vec<u8>, field: u64, number: u64) {
    put_varint(bytes, field << 3);
    put_varint(bytes, number);
}

fn put_bytes(bytes: &mut Vec<u8>, field: u64, content: &[u8]) {
    put_varint(bytes, field << 3 | 2);
    put_varint(bytes, content.len() as u64);
    bytes.extend(content);
}

fn put_packed(bytes: &mut Vec<u8>, field: u64, numbers: &[u64]) {
    let mut packed = Vec::new();
    numbers.iter().for_each(|&number| put_varint(&mut packed, number));
    put_bytes(bytes, field, &packed);
}

fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

fn differences(numbers: impl Iterator<Item = i64>) -> Vec<u64> {
    let mut last = 0;
    numbers.map(|number| zigzag(number - std::mem::replace(&mut last, number))).collect()
}
