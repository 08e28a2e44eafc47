//! Every mutant of a file as a branch of its own.
//!
//! What is put in has the form `if on(number) { mutated } else { as it was }`, so that an error of the
//! compiler within the braces says which mutant doesn't compile. In what is mutated nothing else is.

use std::collections::HashSet;

use quote::{ToTokens, quote};
use syn::spanned::Spanned as _;
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Block, Expr, ExprBinary, ExprMatch, ExprStruct, ExprUnary, Signature, parse_quote};

use crate::list::{Here, List, Mutant, place};

/// Weaves one file.
pub struct Weaver<'l> {
    /// Its mutants.
    pub here: Here,
    /// The functions that must stay constant, and so as they are.
    pub constant: &'l HashSet<String>,
    /// Told which mutants have found their place.
    pub list: &'l mut List,
}

impl Weaver<'_> {
    /// The mutants of this genre that begin here.
    fn at(&mut self, genre: &str, span: proc_macro2::Span) -> Vec<Mutant> {
        let found = self.here.remove(&place(genre, span)).unwrap_or_default();
        for mutant in &found {
            self.list.placed(mutant.number);
        }
        found
    }

    /// Values that the function may return at once. False: it is constant, and left alone.
    fn function(&mut self, signature: &mut Signature, block: &mut Block) -> bool {
        if signature.constness.is_some() {
            if self.constant.contains(&signature.ident.to_string()) {
                return false;
            }
            signature.constness = None;
        }
        let opaque = signature.output.to_token_stream().to_string().contains("impl ");
        if let Some(first) = block.stmts.first().filter(|_| !opaque) {
            for mutant in self.at("FnValue", first.span()).into_iter().rev() {
                let Mutant { number, replacement } = mutant;
                let value: Expr = syn::parse_str(&replacement).expect("a value");
                block.stmts.insert(0, parse_quote!(if crate::mutant::on(#number) { return #value; }));
            }
        }
        true
    }

    fn binary(&mut self, woven: &ExprBinary, was: &ExprBinary) -> Option<Expr> {
        let logical = matches!(was.op, BinOp::And(_) | BinOp::Or(_));
        if logical && (has_let(&was.left) || has_let(&was.right)) {
            return None;
        }
        let mutants = self.at("BinaryOperator", was.op.span());
        if mutants.is_empty() {
            return None;
        }
        let (left, op, right) = (&woven.left, &woven.op, &woven.right);
        let (left_was, right_was) = (&was.left, &was.right);
        let chain = |operands: &dyn Fn(&BinOp) -> proc_macro2::TokenStream, otherwise| {
            let branches = mutants.iter().map(|Mutant { number, replacement }| {
                let mutated = operands(&syn::parse_str(replacement).expect("an operator"));
                quote!(if crate::mutant::on(#number) { #mutated } else)
            });
            quote!(#(#branches)* { #otherwise })
        };
        Some(match op {
            BinOp::And(_) | BinOp::Or(_) => {
                let chain = chain(&|op| quote!(__left #op (#right_was)), quote!(__left #op (#right)));
                parse_quote!((match (#left) { __left => #chain }))
            }
            BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
                let chain = chain(&|op| quote!(__left #op __right), quote!(__left #op __right));
                parse_quote!((match (&(#left), &(#right)) { (__left, __right) => #chain }))
            }
            op if is_assignment(op) => {
                let chain = chain(&|op| quote!(#left_was #op #right_was), quote!(#left #op #right));
                parse_quote!((#chain))
            }
            op => {
                let chain = chain(&|op| quote!(__left #op __right), quote!(__left #op __right));
                parse_quote!((match ((#left), (#right)) { (__left, __right) => #chain }))
            }
        })
    }

    fn unary(&mut self, woven: &ExprUnary) -> Option<Expr> {
        let Mutant { number, .. } = self.at("UnaryOperator", woven.op.span()).pop()?;
        let (op, operand) = (&woven.op, &woven.expr);
        Some(parse_quote! {
            (match (#operand) { __operand => if crate::mutant::on(#number) { __operand } else { #op __operand } })
        })
    }

    /// Arms that are never taken, guards that always hold or never do.
    fn arms(&mut self, woven: &mut ExprMatch) {
        for arm in &mut woven.arms {
            if let Some((_, guard)) = &mut arm.guard {
                if has_let(guard) {
                    continue;
                }
                for Mutant { number, replacement } in self.at("MatchArmGuard", guard.span()) {
                    *guard = if replacement == "true" {
                        parse_quote!((crate::mutant::on(#number) || (#guard)))
                    } else {
                        parse_quote!((!crate::mutant::on(#number) && (#guard)))
                    };
                }
            } else if let Some(Mutant { number, .. }) = self.at("MatchArm", arm.span()).pop() {
                arm.guard = Some((syn::token::If::default(), parse_quote!(!crate::mutant::on(#number))));
            }
        }
    }

    /// Fields that come from the base instead.
    fn fields(&mut self, woven: &mut ExprStruct) {
        let Some(base) = woven.rest.clone() else { return };
        for field in &mut woven.fields {
            if let Some(Mutant { number, .. }) = self.at("StructField", field.span()).pop() {
                let (member, value) = (&field.member, &field.expr);
                field.expr =
                    parse_quote!((if crate::mutant::on(#number) { (#base).#member } else { #value }));
                field.colon_token = Some(syn::token::Colon::default());
            }
        }
    }
}

impl VisitMut for Weaver<'_> {
    fn visit_item_fn_mut(&mut self, node: &mut syn::ItemFn) {
        if self.function(&mut node.sig, &mut node.block) {
            visit_mut::visit_block_mut(self, &mut node.block);
        }
    }

    fn visit_impl_item_fn_mut(&mut self, node: &mut syn::ImplItemFn) {
        if self.function(&mut node.sig, &mut node.block) {
            visit_mut::visit_block_mut(self, &mut node.block);
        }
    }

    fn visit_trait_item_fn_mut(&mut self, node: &mut syn::TraitItemFn) {
        if let Some(block) = &mut node.default
            && self.function(&mut node.sig, block)
        {
            visit_mut::visit_block_mut(self, block);
        }
    }

    fn visit_expr_mut(&mut self, node: &mut Expr) {
        let was = node.clone();
        if let Expr::Match(woven) = node {
            self.arms(woven);
        }
        match node {
            Expr::Repeat(repeat) => self.visit_expr_mut(&mut repeat.expr),
            Expr::Const(_) => return,
            _ => visit_mut::visit_expr_mut(self, node),
        }
        let mutated = match (&mut *node, &was) {
            (Expr::Binary(woven), Expr::Binary(was)) => self.binary(woven, was),
            (Expr::Unary(woven), _) => self.unary(woven),
            (Expr::Struct(woven), _) => {
                self.fields(woven);
                None
            }
            _ => None,
        };
        if let Some(mutated) = mutated {
            *node = mutated;
        }
    }

    // What the compiler computes has no switch.
    fn visit_item_const_mut(&mut self, _: &mut syn::ItemConst) {}
    fn visit_impl_item_const_mut(&mut self, _: &mut syn::ImplItemConst) {}
    fn visit_trait_item_const_mut(&mut self, _: &mut syn::TraitItemConst) {}
    fn visit_item_static_mut(&mut self, _: &mut syn::ItemStatic) {}
    fn visit_type_mut(&mut self, _: &mut syn::Type) {}
    fn visit_variant_mut(&mut self, _: &mut syn::Variant) {}
    fn visit_generic_argument_mut(&mut self, _: &mut syn::GenericArgument) {}
    fn visit_pat_mut(&mut self, _: &mut syn::Pat) {}
    fn visit_attribute_mut(&mut self, _: &mut syn::Attribute) {}
}

/// Whether the expression is a link of a chain with `let`, which can't be taken apart.
fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}

fn is_assignment(op: &BinOp) -> bool {
    op.to_token_stream().to_string().ends_with('=')
}
