//! Lays out what cbindgen wrote as a person would: short comments on one line, long ones with a
//! star in front, parameters side by side.

const WIDTH: usize = 100;

/// Lays out the items of one section.
pub fn tidy(items: &str) -> String {
    let mut tidied = String::new();
    let mut lines = items.lines();
    while let Some(line) = lines.next() {
        if line.trim() == "/*" {
            let indent = &line[..line.len() - 2];
            let text: Vec<&str> = lines.by_ref().map(str::trim).take_while(|line| *line != "*/").collect();
            tidied.push_str(&comment(indent, &text));
        } else if line.contains('(') && !line.starts_with('#') {
            let mut function = line.trim().to_owned();
            while !function.ends_with(';') {
                let Some(more) = lines.next() else { break };
                function.push(' ');
                function.push_str(more.trim());
            }
            tidied.push_str(&wrap(&function.replace("struct tokenseal_", "tokenseal_")));
        } else if line.starts_with("typedef") {
            tidied.push_str(line);
        } else {
            tidied.push_str(&line.replace("struct tokenseal_", "tokenseal_"));
        }
        tidied.push('\n');
    }
    tidied
}

fn comment(indent: &str, text: &[&str]) -> String {
    match text {
        [line] if indent.len() + line.len() + 6 <= WIDTH => format!("{indent}/* {line} */"),
        _ => {
            let body = text
                .iter()
                .fold(String::new(), |body, line| body + format!("{indent} * {line}").trim_end() + "\n");
            format!("{indent}/*\n{body}{indent} */")
        }
    }
}

/// Breaks a declaration between its parameters.
fn wrap(function: &str) -> String {
    let Some((head, parameters)) = function.split_once('(') else { return function.to_owned() };
    if function.len() <= WIDTH {
        return function.to_owned();
    }
    let mut wrapped = format!("{head}(\n   ");
    let mut width = 3;
    for parameter in parameters.split_inclusive(", ").map(str::trim) {
        if width + 1 + parameter.len() > WIDTH {
            wrapped.push_str("\n   ");
            width = 3;
        }
        wrapped.push(' ');
        wrapped.push_str(parameter);
        width += 1 + parameter.len();
    }
    wrapped
}
