//! Bytes that only their recipients can read: the age format, version 1 (age-encryption.org/v1, spec
//! C2SP.org/age), for X25519 recipients.
//!
//! Put together from the RustCrypto primitives that the specification names. The `age` crate does the same
//! and more, at the price of a hundred and forty crates. Nothing secret is kept: whoever encrypts cannot
//! decrypt. Each file has a key of its own, so that equal bytes are encrypted differently each time.

use std::str::FromStr;

use bech32::Bech32;
use bech32::primitives::decode::CheckedHrpstring;
use chacha20poly1305::aead::Aead;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce};
use hkdf::Hkdf;
use hkdf::hmac::{Hmac, Mac};
use rand::TryRng;
use rand::rngs::SysRng;
use sha2::Sha256;
use x25519_dalek::{PublicKey, StaticSecret};

use crate::output::base64::base64;

/// A key of 32 bytes.
type Key = [u8; 32];

/// What is encrypted in one piece.
const CHUNK: usize = 64 * 1024;

/// Somebody who can decrypt: the public half of a key pair, `age1…`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recipient(Key);

/// `age1…`, as `age-keygen` prints it.
impl FromStr for Recipient {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.to_ascii_uppercase().starts_with("AGE-SECRET-KEY-") {
            let right = "give the public one, age1…, and keep this one secret";
            return Err(format!("it is the secret key of a pair; {right}"));
        }
        let right =
            "write the public key that age-keygen prints: age1 and 58 more letters and digits";
        let read = || {
            let decoded = CheckedHrpstring::new::<Bech32>(text).ok()?;
            decoded.validate_segwit_padding().ok()?;
            let is_ours = decoded.hrp().as_str() == "age";
            let bytes: Vec<u8> = decoded.byte_iter().collect();
            is_ours.then(|| Key::try_from(bytes).ok())?
        };
        let recipient = read().ok_or_else(|| format!("it is no recipient of age; {right}"))?;
        // A few points share the same secret with everybody.
        let is_safe = shared_secret(&StaticSecret::from([1; 32]), &recipient).is_some();
        is_safe.then_some(Self(recipient)).ok_or_else(|| format!("it hides nothing; {right}"))
    }
}

/// What both halves of a key pair come to, unless it is the same for everybody.
fn shared_secret(own: &StaticSecret, other: &Key) -> Option<Key> {
    let shared = own.diffie_hellman(&PublicKey::from(*other));
    shared.was_contributory().then(|| shared.to_bytes())
}

/// The bytes as a file that each of the recipients can decrypt.
///
/// # Panics
/// If the operating system has no random numbers.
pub(crate) fn encrypt(recipients: &[Recipient], bytes: &[u8]) -> Vec<u8> {
    let file_key: [u8; 16] = random();
    let mut file = header(recipients, &file_key).into_bytes();
    let nonce: [u8; 16] = random();
    file.extend(nonce);
    let cipher = ChaCha20Poly1305::new(&derived(&file_key, &nonce, "payload").into());
    let chunks = bytes.len().div_ceil(CHUNK).max(1);
    for index in 0..chunks {
        let chunk = &bytes[index * CHUNK..bytes.len().min((index + 1) * CHUNK)];
        let nonce = chunk_nonce(index as u64, index + 1 == chunks);
        file.extend(cipher.encrypt(&nonce, chunk).expect("a chunk is short"));
    }
    file
}

/// The file's key, wrapped for each recipient, and a seal over it.
fn header(recipients: &[Recipient], file_key: &[u8; 16]) -> String {
    let mut header = "age-encryption.org/v1\n".to_owned();
    for Recipient(recipient) in recipients {
        let ephemeral = StaticSecret::from(random::<32>());
        let share = PublicKey::from(&ephemeral).to_bytes();
        let shared = shared_secret(&ephemeral, recipient).expect("the recipient was looked at");
        let salt = [share, *recipient].concat();
        let cipher =
            ChaCha20Poly1305::new(&derived(&shared, &salt, "age-encryption.org/v1/X25519").into());
        // The key is used once, so that its nonce may be zero.
        let wrapped = cipher.encrypt(&Nonce::default(), &file_key[..]).expect("a key is short");
        header += &format!("-> X25519 {}\n{}\n", unpadded(&share), unpadded(&wrapped));
    }
    header += "---";
    let seal = seal(&header, file_key);
    header + &format!(" {}\n", unpadded(&seal))
}

fn seal(header: &str, file_key: &[u8; 16]) -> Key {
    let mut seal = Hmac::<Sha256>::new_from_slice(&derived(file_key, &[], "header"))
        .expect("any length is a key");
    seal.update(header.as_bytes());
    seal.finalize().into_bytes().into()
}

fn derived(secret: &[u8], salt: &[u8], purpose: &str) -> Key {
    let mut key = Key::default();
    let derived = Hkdf::<Sha256>::new(Some(salt), secret).expand(purpose.as_bytes(), &mut key);
    derived.expect("32 bytes can be derived");
    key
}

/// A counter of eleven bytes, and whether the chunk is the last.
fn chunk_nonce(index: u64, is_last: bool) -> Nonce {
    let mut nonce = [0; 12];
    nonce[3..11].copy_from_slice(&index.to_be_bytes());
    nonce[11] = u8::from(is_last);
    nonce.into()
}

fn unpadded(bytes: &[u8]) -> String {
    base64(bytes).trim_end_matches('=').to_owned()
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).expect("the operating system has random numbers");
    bytes
}

#[cfg(test)]
pub(super) mod tests {
    use std::process::Command;

    use bech32::{ByteIterExt, Fe32IterExt};

    use super::*;

    /// The secret half of a key pair, made up, and its public half as people write it.
    pub fn pair(seed: u8) -> (StaticSecret, String) {
        let secret = StaticSecret::from([seed; 32]);
        let public = PublicKey::from(&secret);
        let name = bech32::Hrp::parse("age").expect("a prefix");
        let written = bech32::encode::<Bech32>(name, public.as_bytes()).expect("short enough");
        (secret, written)
    }

    fn from_base64(text: &str) -> Vec<u8> {
        const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut bits = (0_u32, 0);
        let mut bytes = Vec::new();
        for letter in text.bytes() {
            let digit = DIGITS.iter().position(|&it| it == letter).expect("a digit") as u32;
            bits = (bits.0 << 6 | digit, bits.1 + 6);
            if bits.1 >= 8 {
                bits.1 -= 8;
                bytes.push((bits.0 >> bits.1) as u8);
                bits.0 &= (1 << bits.1) - 1;
            }
        }
        bytes
    }

    /// The bytes that this identity finds in a file, if it is one of the recipients.
    pub fn decrypted(file: &[u8], identity: &StaticSecret) -> Option<Vec<u8>> {
        let end = file.windows(5).position(|it| it == b"\n--- ").expect("a header") + 1;
        let line_end = end + file[end..].iter().position(|&it| it == b'\n').expect("a line");
        let header = std::str::from_utf8(&file[..line_end]).expect("text");
        let mut lines = header.lines();
        assert_eq!(lines.next(), Some("age-encryption.org/v1"));
        let own = PublicKey::from(identity).to_bytes();
        let mut file_key = None;
        while let Some(share) = lines.next().and_then(|line| line.strip_prefix("-> X25519 ")) {
            let share = Key::try_from(from_base64(share)).expect("32 bytes");
            let body = from_base64(lines.next().expect("a body"));
            let shared = identity.diffie_hellman(&PublicKey::from(share)).to_bytes();
            let key = derived(&shared, &[share, own].concat(), "age-encryption.org/v1/X25519");
            let opened = ChaCha20Poly1305::new(&key.into()).decrypt(&Nonce::default(), &body[..]);
            file_key = file_key.or(opened.ok());
        }
        let file_key: [u8; 16] = file_key?.try_into().expect("16 bytes");
        let seal = seal(&header[..end + 3], &file_key);
        assert_eq!(&header[end + 4..], unpadded(&seal), "the seal");
        let (nonce, chunks) = file[line_end + 1..].split_at(16);
        let cipher = ChaCha20Poly1305::new(&derived(&file_key, nonce, "payload").into());
        let count = chunks.chunks(CHUNK + 16).count();
        let mut bytes = Vec::new();
        for (index, chunk) in chunks.chunks(CHUNK + 16).enumerate() {
            assert!(chunk.len() > 16 || count == 1, "an empty chunk stands alone");
            let nonce = chunk_nonce(index as u64, index + 1 == count);
            bytes.extend(cipher.decrypt(&nonce, chunk).expect("a whole chunk"));
        }
        Some(bytes)
    }

    #[test]
    fn each_recipient_reads_what_was_encrypted_and_nobody_else() {
        let pairs = [pair(1), pair(2), pair(3)];
        let recipients: Vec<Recipient> =
            pairs[..2].iter().map(|(_, public)| public.parse().expect("a recipient")).collect();
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7] {
            let bytes: Vec<u8> = (0..length).map(|at| at as u8).collect();
            let file = encrypt(&recipients, &bytes);
            assert_ne!(file, encrypt(&recipients, &bytes));
            for (secret, _) in &pairs[..2] {
                assert!(decrypted(&file, secret).as_ref() == Some(&bytes), "{length}");
            }
            assert_eq!(decrypted(&file, &pairs[2].0), None);
        }
    }

    #[test]
    fn what_the_specification_and_the_program_age_have_written_is_understood() {
        let (_, public) = pair(0x42);
        let stated = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
        assert_eq!(public, stated);
        // Written by age 1.1.1 for the recipient of `pair(7)`.
        let file = "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSB5NFl3d0JhZ0pianZ6MW9qSXlOTUxCMUNW\
                    WDd3RGxMd09zYytMQW5FWkhJCmZCck5ybGZZNmFZdzBQNUlKTU8zS1IwT0xnTy9RaVR0cVYwYlNO\
                    akRRcTgKLS0tIGRrNFljWE1ObUQ4c2x6Tm0xYmlQUzJiMHNsYnNndDlvQ2FQM3d0UmpVTkEKByu1\
                    2pGhjQyMiBXdLZ/vhzU5SnoeDN9sf5iN4cHEgwrPcHS75gBwBx5YgIHhpQMxKy+YQw";
        let opened = decrypted(&from_base64(file), &pair(7).0).expect("it is for them");
        assert_eq!(opened, "Kørsel til træning".as_bytes());
        let last = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 1];
        assert_eq!(chunk_nonce(0x0102, true), Nonce::from(last));
        assert_eq!(chunk_nonce(0, false), Nonce::default());
    }

    /// What the program age makes of a file with these arguments; nothing if it is not installed.
    fn by_age(arguments: &[&str], file: &[u8]) -> Option<Vec<u8>> {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("file");
        std::fs::write(&path, file).expect("written");
        let started = Command::new("age").args(arguments).arg(&path).output();
        let is_required = std::env::var("KORSEL_AGE").is_ok_and(|asked| asked == "required");
        let Ok(ended) = started else {
            assert!(!is_required, "KORSEL_AGE is required, and there is no age");
            return None;
        };
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        Some(ended.stdout)
    }

    #[test]
    fn the_program_age_opens_files_of_any_length_and_its_own_are_read() {
        let (secret, public) = pair(9);
        let home = tempfile::tempdir().expect("a folder");
        let identity = home.path().join("key.txt");
        let name = bech32::Hrp::parse("age-secret-key-").expect("a prefix");
        let written = bech32::encode::<Bech32>(name, secret.as_bytes()).expect("short enough");
        std::fs::write(&identity, written.to_uppercase()).expect("written");
        let identity = identity.to_str().expect("UTF-8");
        let recipients = [3, 9, 4].map(|seed| pair(seed).1.parse().expect("a recipient"));
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7] {
            let bytes: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let sealed = encrypt(&recipients, &bytes);
            let Some(opened) = by_age(&["-d", "-i", identity], &sealed) else { return };
            assert!(opened == bytes, "{length}");
            let sealed = by_age(&["-e", "-r", &public], &bytes).expect("it was there before");
            assert!(decrypted(&sealed, &secret) == Some(bytes), "{length}");
        }
    }

    #[test]
    fn what_is_no_recipient_is_told() {
        let (_, good) = pair(1);
        assert_eq!(good.len(), 62);
        let slip = good.replacen(&good[10..11], if &good[10..11] == "q" { "p" } else { "q" }, 1);
        for (wrong, told) in [
            ("", "is no recipient of age"),
            ("age1", "is no recipient of age"),
            (&slip, "is no recipient of age"),
            (&good[..61], "is no recipient of age"),
            (&good.to_uppercase(), "is no recipient of age"),
            ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5", "is no recipient of age"),
            ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "is no recipient of age"),
            ("AGE-SECRET-KEY-1QQQ", "is the secret key"),
        ] {
            let message = wrong.parse::<Recipient>().expect_err(wrong);
            assert!(message.contains(told), "{wrong}: {message}");
        }
        let name = bech32::Hrp::parse("age").expect("a prefix");
        // The last letter before the checksum has four bits that say nothing and must be nought.
        let mut letters: Vec<bech32::Fe32> =
            pair(1).0.to_bytes().iter().copied().bytes_to_fes().collect();
        letters[51] = bech32::Fe32::L;
        let loose = letters.into_iter().with_checksum::<Bech32>(&name).chars().collect::<String>();
        assert!(loose.parse::<Recipient>().expect_err("loose").contains("is no recipient"));
        let zero = bech32::encode::<Bech32>(name, &[0; 32]).expect("short enough");
        assert!(zero.parse::<Recipient>().expect_err("unsafe").contains("hides nothing"));
    }
}
