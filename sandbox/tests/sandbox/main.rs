//! The sandbox as its callers see it: the router in process, the binary over real sockets.

mod access;
mod change;
mod control;
mod create;
mod faults;
mod house;
mod lists;
mod openapi;
mod pages;
mod process;
mod read;
mod switches;
