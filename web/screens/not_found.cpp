// What stands where a path leads nowhere.
#include "web/screens/screen.hpp"

namespace countersign::screens {

namespace {

class NotFound final : public Screen {
public:
    void draw(Ui& ui, Portal& portal) override {
        ui.title(portal.tr("not_found.title"));
        const widgets::Page page(ui, {.id = "not_found", .title = portal.tr("not_found.title"), .centre = true});
        widgets::notice(ui, {.id = "way_on",
                             .icon = widgets::icons::search,
                             .title = portal.tr("not_found.what"),
                             .text = portal.tr("not_found.why"),
                             .action = portal.tr("not_found.action"),
                             .href = "/"});
    }
};

}  // namespace

std::unique_ptr<Screen> make_not_found(const Place&) { return std::make_unique<NotFound>(); }

}  // namespace countersign::screens
