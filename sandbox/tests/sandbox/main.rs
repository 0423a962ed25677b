//! Integration tests: the router in process, and the binary over real sockets.

mod capillary;
mod capillary_errors;
mod capillary_images;
mod capillary_profiles;
mod capillary_tier_progress;
mod capillary_user_groups;
mod clubmed_auth;
mod clubmed_create;
mod clubmed_read;
mod clubmed_reference_lists;
mod clubmed_update;
mod control;
mod failing_customers;
mod faults;
mod gateway;
mod imprint;
mod openapi;
mod process;
mod static_files;
mod switches;
mod test_server;
mod vendors;
