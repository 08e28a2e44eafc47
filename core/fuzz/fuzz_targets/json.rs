//! The strict reader against serde_json: the same tree, but for the classes of
//! [`strictness`](tokenseal_fuzz::tree::Theirs::strictness) and numbers that no f64 holds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tokenseal::Error;
use tokenseal::json::{self, Event, Number, Reader};
use tokenseal_fuzz::decimal;
use tokenseal_fuzz::tree::{Ours, Theirs, Tree};

fuzz_target!(|text: &[u8]| {
    let ours = Ours::read(text);
    match (&ours, serde_json::from_slice::<Theirs>(text)) {
        (Ok(ours), Ok(theirs)) => {
            let text = str::from_utf8(text).expect("serde_json reads no other");
            assert_eq!(theirs.strictness(text), [], "what is too much is refused");
            assert!(ours.is(&theirs), "{ours:?} is not {theirs:?}");
            look_up(text, ours);
        }
        (Err(ours), Ok(theirs)) => {
            let text = str::from_utf8(text).expect("serde_json reads no other");
            assert!(theirs.strictness(text).contains(ours), "{ours} where there is no reason");
        }
        (Ok(ours), Err(theirs)) => {
            assert!(theirs.to_string().starts_with("number out of range"), "{theirs}");
            let is_infinite = |text: &str| text.parse::<f64>().is_ok_and(f64::is_infinite);
            assert!(ours.any(1, &|value, _| matches!(value, Tree::Number(text) if is_infinite(text))));
        }
        (Err(Error::Malformed | Error::Limit), Err(_)) => {}
        (Err(ours), Err(_)) => panic!("{ours}"),
    }
    if let Ok(text) = str::from_utf8(text) {
        read_in_part(text, ours.is_ok());
    }
});

/// Look-ups find what a walk over the tree finds.
fn look_up(text: &str, tree: &Ours) {
    let read = |value: &str| Ours::read(value.as_bytes()).expect("a part of what is legal");
    match tree {
        Tree::Object(members) => {
            assert_eq!(json::members(text).count(), members.len());
            for ((name, value), (found, _)) in members.iter().zip(json::members(text)) {
                assert!(found.eq_str(name));
                // Of 256 members each look-up is slow.
                if members.len() > 16 && name.len() % 16 != 0 {
                    continue;
                }
                assert!(json::find(text, name).is_some());
                let (_, raw) = json::look_up(text, name).unwrap().expect("it is there");
                assert_eq!(&read(raw), value);
            }
            assert!(json::look_up(text, "not there").unwrap().is_some() == tree.get("not there").is_some());
        }
        _ => assert!(json::members(text).next().is_none() && json::look_up(text, "").is_err()),
    }
    if let Tree::Array(elements) = tree {
        assert_eq!(json::elements(text).count(), elements.len());
    }
}

/// What is read of a text that may be wrong further on: positions move on, numbers are what they say.
fn read_in_part(text: &str, is_legal: bool) {
    let mut reader = Reader::new(text);
    let mut position = 0;
    while let Ok(Some(event)) = reader.next_event() {
        assert!(position < reader.position() && reader.position() <= text.len());
        position = reader.position();
        if let Event::Number(number) = event {
            measure(&number);
        }
    }
    assert!(!is_legal || matches!(reader.next_event(), Ok(None)));
}

fn measure(number: &Number<'_>) {
    let text = number.as_str();
    let integer = decimal::integer(text);
    assert_eq!(number.to_i64(), integer.and_then(|value| value.try_into().ok()), "{text}");
    assert_eq!(number.to_u64(), integer.and_then(|value| value.try_into().ok()), "{text}");
    assert_eq!(number.to_millis(), decimal::millis(text), "{text}");
    assert_eq!(number.is_integer_literal(), !text.contains(['.', 'e', 'E']));
}
