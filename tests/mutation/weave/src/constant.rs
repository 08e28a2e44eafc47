//! Which `const fn`s are computed by the compiler. The others may lose their `const`, and get a switch.

use std::collections::HashSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Expr, File, ImplItemConst, ItemConst, ItemStatic, TraitItemConst, TypeArray, Variant};

/// The names of the functions that constants, statics and lengths of arrays call, and what those call.
/// By name alone, so a few too many.
pub fn names<'f>(files: impl Iterator<Item = &'f File>) -> HashSet<String> {
    let mut found = Found::default();
    files.for_each(|file| found.visit_file(file));
    loop {
        let before = found.names.len();
        for (name, body) in &found.functions {
            if found.names.contains(name) {
                collect(body.clone(), &mut found.names);
            }
        }
        if found.names.len() == before {
            return found.names;
        }
    }
}

#[derive(Default)]
struct Found {
    names: HashSet<String>,
    functions: Vec<(String, TokenStream)>,
}

impl Found {
    fn constant(&mut self, node: &impl ToTokens) {
        collect(node.to_token_stream(), &mut self.names);
    }

    fn function(&mut self, signature: &syn::Signature, body: &syn::Block) {
        if signature.constness.is_some() {
            self.functions.push((signature.ident.to_string(), body.to_token_stream()));
        }
    }
}

/// Names with parentheses behind them.
fn collect(tokens: TokenStream, names: &mut HashSet<String>) {
    let mut last = None;
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            if let (Some(name), Delimiter::Parenthesis) = (last, group.delimiter()) {
                names.insert(name);
            }
            collect(group.stream(), names);
        }
        last = if let TokenTree::Ident(name) = token { Some(name.to_string()) } else { None };
    }
}

impl<'ast> Visit<'ast> for Found {
    fn visit_item_const(&mut self, node: &'ast ItemConst) {
        self.constant(&node.expr);
    }

    fn visit_impl_item_const(&mut self, node: &'ast ImplItemConst) {
        self.constant(&node.expr);
    }

    fn visit_trait_item_const(&mut self, node: &'ast TraitItemConst) {
        node.default.iter().for_each(|(_, value)| self.constant(value));
    }

    fn visit_item_static(&mut self, node: &'ast ItemStatic) {
        self.constant(&node.expr);
    }

    fn visit_type_array(&mut self, node: &'ast TypeArray) {
        self.constant(&node.len);
    }

    fn visit_variant(&mut self, node: &'ast Variant) {
        node.discriminant.iter().for_each(|(_, value)| self.constant(value));
    }

    fn visit_expr(&mut self, node: &'ast Expr) {
        match node {
            Expr::Repeat(repeat) => self.constant(&repeat.len),
            Expr::Const(block) => self.constant(&block.block),
            _ => {}
        }
        visit::visit_expr(self, node);
    }

    fn visit_item_fn(&mut self, node: &'ast syn::ItemFn) {
        self.function(&node.sig, &node.block);
        visit::visit_item_fn(self, node);
    }

    fn visit_impl_item_fn(&mut self, node: &'ast syn::ImplItemFn) {
        self.function(&node.sig, &node.block);
        visit::visit_impl_item_fn(self, node);
    }
}
