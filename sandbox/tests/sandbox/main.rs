//! The sandbox as its callers see it: the router in process, the binary over real sockets.

mod access;
mod capillary;
mod change;
mod control;
mod create;
mod faults;
mod gateway;
mod groups;
mod house;
mod images;
mod imprint;
mod lists;
mod openapi;
mod pages;
mod process;
mod profiles;
mod read;
mod refusals;
mod sentinels;
mod switches;
mod tiers;
mod vendors;
