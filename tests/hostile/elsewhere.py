"""What may come and is no file, and the test that shows it."""

from __future__ import annotations

from typing import Final

_ORDER: Final = "test_history_and_backups_keep_their_order_whatever_the_clock_says"
_SLOT: Final = "test_a_fault_is_shown_with_details_to_copy_and_the_program_lives_on"
_FAILING: Final = "test_an_error_while_saving_stops_the_book_and_a_retry_does_not_double"
ELSEWHERE: Final = (
    ("overlapping files", "test_ninety_daily_files_in_any_order_make_the_same_book"),
    ("two starts", "test_a_second_start_hands_its_book_over"),
    ("two programs for one book", "test_of_racing_openers_exactly_one_gets_in"),
    ("Enter held down", "test_enter_held_down_keeps_one"),
    ("save pressed twenty times", "test_save_pressed_twenty_times_keeps_one"),
    ("closing during an import", "test_a_book_closed_during_an_import_is_whole"),
    ("logging off during an import", "test_logging_off_during_an_import_writes_all_or_nothing"),
    ("killed at any moment", "test_kill_9_loses_no_acknowledged_record"),
    ("the clock ten years back or fifteen ahead", _ORDER),
    ("disk full", "test_a_full_disk_loses_nothing"),
    ("read-only folder", "test_a_folder_that_cannot_be_written_gives_a_view"),
    ("a disk that fails, a USB stick pulled", _FAILING),
    ("target open in Excel", "test_a_target_that_is_open_elsewhere_is_said_and_stays"),
    ("long paths, 汉字 and emoji in the user's name", "test_long_paths_and_any_name_of_the_user"),
    ("50,000 rows pasted", "test_fifty_thousand_rows_are_pasted_and_taken_back"),
    ("１２．５斤 typed", "test_quantities_with_their_unit"),
    ("%, _ and quotes in the filter", "test_signs_of_sql_are_letters_like_any_other"),
    ("an exception in a slot", _SLOT),
    ("an exception in a worker", "test_a_fault_on_another_thread_is_shown_too"),
    ("buyers' phone numbers", "test_nothing_of_a_buyer_stays_anywhere"),
)
"""Item and test, each once."""
